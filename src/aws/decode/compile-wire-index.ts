import { newestVersion, readData } from "../load-service-models.ts";
import type { OperationModel, ServiceModel, Shape } from "../service-models.ts";
import type { WireIndex, WireOperation, WireService } from "./wire-index.ts";

export interface CompileWireIndex {
  readonly names: readonly string[];
  /** botocore's data folder, and folders of the same shape that win over it first. */
  readonly folders: readonly string[];
}

export type RawService = Pick<ServiceModel, "metadata" | "operations" | "shapes">;

/** Reads every service model and endpoint rule set once. Takes about a second; its result is kept. */
export function compileWireIndex({ names, folders }: CompileWireIndex): WireIndex {
  const services = names.flatMap((name): readonly (readonly [string, WireService])[] => {
    const folder = newestVersion(folders, name, "service-2.json");
    if (folder === undefined) return [];
    // A door: botocore's own file.
    const raw = readData(folder, "service-2.json") as RawService;
    const rules = JSON.stringify(readData(folder, "endpoint-rule-set-1.json") ?? {});
    return [[name, wireService(raw, rules)]];
  });
  return { services: Object.fromEntries(services) };
}

/** The order of botocore's `PRIORITY_ORDERED_SUPPORTED_PROTOCOLS`. */
const protocolOrder = ["json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor", "query", "ec2"];

/** What the index keeps of one service; `rules` is the text of its endpoint rule set. */
export function wireService({ metadata, operations, shapes }: RawService, rules: string): WireService {
  const protocols = metadata.protocols ?? [metadata.protocol];
  const protocol = protocolOrder.find((name) => protocols.includes(name)) ?? metadata.protocol;
  const rest = protocol.startsWith("rest-");
  return {
    protocol,
    signing: [
      ...new Set([
        metadata.signingName ?? metadata.endpointPrefix,
        ...found(rules, /"signingName":"([\w-]+)"/g),
      ]),
    ],
    hosts: hostsOf(rules, metadata.endpointPrefix, metadata.globalEndpoint),
    version: metadata.apiVersion,
    serviceId: metadata.serviceId,
    ...(metadata.targetPrefix !== undefined && { target: metadata.targetPrefix }),
    operations: Object.fromEntries(
      Object.entries(operations).map(([name, operation]) => [
        name,
        {
          ...wireOperation(operation, rest ? shapes : undefined),
          ...((operation.deprecated || superseded.has(name)) && { d: 1 as const }),
        },
      ]),
    ),
  };
}

/** Looks like ListBuckets on the wire, but for a host that is never taken. */
const superseded = new Set(["ListDirectoryBuckets"]);

function wireOperation(
  operation: OperationModel,
  shapes: { readonly [name: string]: Shape } | undefined,
): WireOperation {
  const input = shapes && operation.input ? shapes[operation.input.shape] : undefined;
  const required = (location: "querystring" | "header"): readonly string[] =>
    (input?.required ?? []).flatMap((member) => {
      const ref = input?.members?.[member];
      return ref?.location === location ? [ref.locationName ?? member] : [];
    });
  const query = required("querystring");
  const headers = required("header").map((name) => name.toLowerCase());
  return {
    ...(shapes && { m: operation.http.method, u: operation.http.requestUri }),
    ...(query.length > 0 && { q: query }),
    ...(headers.length > 0 && { h: headers }),
    ...(operation.endpoint?.hostPrefix !== undefined && { p: operation.endpoint.hostPrefix }),
    ...(isUnsigned(operation) && { n: 1 }),
  };
}

function isUnsigned(operation: OperationModel): boolean {
  if (operation.auth) return !operation.auth.some((scheme) => /sigv4/.test(scheme));
  return operation.authtype === "none" || operation.authtype === "bearer";
}

/** Host templates of the rule set, with our three placeholders; without a rule set, by the endpoint prefix. */
function hostsOf(rules: string, prefix: string, global: string | undefined): readonly string[] {
  const urls = found(rules, /"url":"https:\/\/([^"/]+)/g).map((host) =>
    host
      .replaceAll(/\{Region\}|\{partitionResult#implicitGlobalRegion\}/gi, "{Region}")
      .replaceAll(/\{[^{}]*#(dnsSuffix|dualStackDnsSuffix)\}/gi, "{Suffix}")
      .replaceAll(/\{(?!Region|Suffix)[^{}]*\}/g, "{Any}"),
  );
  const hosts =
    urls.length > 0 ? urls : [`${prefix}.{Region}.{Suffix}`, ...(global === undefined ? [] : [global])];
  return [...new Set(hosts)].filter((host) => /\{Suffix\}$|\.amazonaws\.com(\.cn)?$|\.api\.aws$/.test(host));
}

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}
