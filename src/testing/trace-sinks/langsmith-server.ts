import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { listen } from "./listen.ts";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  /** Decompressed. */
  readonly body: string;
}

/** A run as it was put together from the parts that came. */
export type SeenRun = Readonly<Record<string, unknown>>;

export interface LangSmithServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** By id; later parts and patches change earlier ones. */
  runs(): readonly SeenRun[];
}

export interface LangSmithServerOptions {
  /** Answers of `POST /runs/multipart`; `hang`: never answers anything. */
  readonly status?: number | "hang";
  readonly gzip?: boolean;
  /** Of one request, as the client takes it from `/info`. */
  readonly sizeLimit?: number;
}

/** A server that takes what LangSmith's client sends: `GET /info`, `POST /runs/multipart`, `POST /runs/batch`, `POST /runs`, `PATCH /runs/ID`. */
export async function startLangSmithServer({
  status = 202,
  gzip = false,
  sizeLimit = 100,
}: LangSmithServerOptions = {}): Promise<LangSmithServer> {
  const requests: SeenRequest[] = [];
  const runs = new Map<string, Record<string, unknown>>();
  const put = (id: string, more: Record<string, unknown>) => runs.set(id, { ...runs.get(id), ...more });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const raw = Buffer.concat(chunks);
      const body = (request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString("utf8");
      const [method = "", path = ""] = [request.method, request.url?.replace(/\?.*$/, "")];
      requests.push({ method, path, headers: request.headers, body });
      if (status === "hang") return;
      response.setHeader("content-type", "application/json");
      if (path === "/info") {
        const config = { use_multipart_endpoint: true, size_limit: sizeLimit, size_limit_bytes: 20_000_000 };
        response.end(
          JSON.stringify({
            version: "0.17.0",
            batch_ingest_config: config,
            instance_flags: { gzip_body_enabled: gzip },
          }),
        );
        return;
      }
      response.statusCode = status;
      if (status < 300) take({ method, path, body, type: request.headers["content-type"] ?? "" }, put);
      response.end("{}");
    });
  });
  const { url, close } = await listen(server);
  return { url, requests, runs: () => [...runs.values()], [Symbol.asyncDispose]: close };
}

interface Taken {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly type: string;
}

function take(
  { method, path, body, type }: Taken,
  put: (id: string, more: Record<string, unknown>) => void,
): void {
  if (path === "/runs/multipart") {
    for (const { name, text } of partsOf(body, type)) {
      const [, id = "", field] = /^(?:post|patch)\.([0-9a-f-]{36})(?:\.(\w+))?$/.exec(name) ?? [];
      if (id === "") throw new Error(`no part of a run: ${name}`);
      const value: unknown = JSON.parse(text);
      put(id, field === undefined ? asObject(value) : { [field]: value });
    }
    return;
  }
  const value = asObject(JSON.parse(body));
  if (path === "/runs/batch")
    for (const run of [value["post"], value["patch"]].flat().map(asObject)) put(String(run["id"]), run);
  else if (method === "PATCH") put(path.split("/").at(-1) ?? "", value);
  else put(String(value["id"]), value);
}

/** The parts of multipart/form-data (RFC 7578). */
function partsOf(body: string, type: string): readonly { name: string; text: string }[] {
  const boundary = /boundary=([^;]+)/.exec(type)?.[1];
  if (boundary === undefined) throw new Error(`no boundary in ${type}`);
  return body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => {
      const cut = part.indexOf("\r\n\r\n");
      return { name: /name="([^"]+)"/.exec(part.slice(0, cut))?.[1] ?? "", text: part.slice(cut + 4, -2) };
    });
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
