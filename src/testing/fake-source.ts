import type { Effect } from "../core/effect.ts";
import { isObject, Json, type JsonObject } from "../core/json/json.ts";
import type {
  DecodedCall,
  Decoding,
  ReadResponse,
  Source,
  WireRequest,
  WireResponse,
} from "../core/source.ts";

/** What the made-up cloud does: a garden that is tended, and a weather station that is paid. Nothing of it looks like a real cloud. */
const operations: {
  readonly [name: string]: {
    readonly effects: readonly Effect[];
    readonly paged?: true;
    readonly usd?: number;
    readonly actions?: readonly string[];
  };
} = {
  "garden.ListPlants": { effects: ["pure"], paged: true },
  "garden.DescribePlant": { effects: ["pure"] },
  "garden.GetKey": { effects: ["secret"] },
  "garden.WaterPlant": { effects: ["mutates"] },
  "garden.MovePlant": { effects: ["pure"], actions: ["garden:MovePlant", "garden:PassPot"] },
  "weather.ReadLog": { effects: ["logs"] },
  "weather.AskOracle": { effects: ["costs"], usd: 0.04 },
  "weather.GetOracle": { effects: ["logs"] },
};

/** How the cloud answers the calls that reach it; may reject for a transport failure. */
export type FakeCloud = (
  call: DecodedCall,
  signal: AbortSignal | undefined,
) => Promise<WireResponse> | WireResponse;

export interface FakeSource extends Source {
  /** Calls that reached the cloud, tries included. */
  readonly reached: readonly DecodedCall[];
}

export function jsonResponse(
  status: number,
  value: Json,
  headers: readonly (readonly [string, string])[] = [],
): WireResponse {
  return {
    status,
    headers: [["Content-Type", "application/json"], ...headers],
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** A made-up cloud for tests of what knows no cloud: `POST /` to `<service>.<region>.example` with `X-Operation` and a JSON body. */
export function fakeSource(cloud: FakeCloud): FakeSource {
  const reached: DecodedCall[] = [];
  return {
    name: "garden",
    reached,
    decode,
    effects: (service, operation) => {
      const known = operations[`${service}.${operation}`];
      return {
        service,
        operation,
        action: `${service}:${operation}`,
        effects: [...(known?.effects ?? [])],
        reviewed: known !== undefined,
        why: "",
      };
    },
    price: (service, operation) => operations[`${service}.${operation}`]?.usd ?? 0,
    outside: (call, mandate) => {
      if (!mandate.regions.includes(call.region)) return `the region ${call.region} is outside this run.`;
      const owner = call.resources
        .map((resource) => resource.split("/")[0])
        .find((account) => account !== "*" && !mandate.accounts.includes(account ?? ""));
      return owner === undefined ? undefined : `the account ${owner} is outside this run.`;
    },
    forward: async (_request, call, { signal }) => {
      reached.push(call);
      return cloud(call, signal);
    },
    read,
    encode: (_call, value) => jsonResponse(200, value),
    refuse: (_call, _request, code, message) => jsonResponse(403, { error: { code, message } }),
  };
}

function decode(request: WireRequest): Decoding {
  const refused = (why: string): Decoding => ({ kind: "refused", why });
  const named = request.headers.filter(([name]) => name.toLowerCase() === "x-operation");
  const host = request.headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? "";
  const [service = "", region = "", domain] = host.split(".");
  const operation = named[0]?.[1] ?? "";
  if (named.length !== 1) return refused("exactly one operation must be named.");
  if (domain !== "example") return refused(`the host ${host} belongs to no service.`);
  if (!operation.startsWith(`${service}.`))
    return refused(`${operation} is no operation of the host ${host}.`);
  const params = Json.parse(JSON.parse(Buffer.from(request.body).toString("utf8") || "{}"));
  if (!isObject(params)) return refused("the body is no object.");
  const known = operations[operation];
  const name = operation.slice(service.length + 1);
  const plant = params["plant"];
  const token = params["token"];
  return {
    kind: "call",
    call: {
      service,
      operation: name,
      actions: known?.actions ?? [`${service}:${name}`],
      params,
      region,
      resources: [typeof plant === "string" ? plant : "*"],
      ...(known?.paged && { page: typeof token === "string" ? { token } : {} }),
      cacheKey: JSON.stringify(params),
    },
  };
}

function read(_call: DecodedCall, response: WireResponse): ReadResponse {
  const value = Json.parse(JSON.parse(Buffer.from(response.body).toString("utf8")));
  if (response.status >= 400) return { wire: response, error: errorOf(value, response.status) };
  const blinded = isObject(value) ? blind(value) : value;
  const next = isObject(blinded) ? blinded["next"] : undefined;
  return {
    wire: { ...response, body: Buffer.from(JSON.stringify(blinded)) },
    value: blinded,
    ...(typeof next === "string" && { nextToken: next }),
  };
}

function blind(value: JsonObject): JsonObject {
  return "password" in value ? { ...value, password: "«secret»" } : value;
}

function errorOf(value: Json, status: number): NonNullable<ReadResponse["error"]> {
  const told = isObject(value) && isObject(value["error"]) ? value["error"] : {};
  const code = typeof told["code"] === "string" ? told["code"] : "Unknown";
  const kind =
    code === "SlowDown" ? "throttled" : code === "Denied" ? "denied" : status >= 500 ? "server" : "other";
  return { code, message: typeof told["message"] === "string" ? told["message"] : "", kind };
}
