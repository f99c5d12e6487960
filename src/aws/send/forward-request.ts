import { request as requestHttp, Agent as HttpAgent } from "node:http";
import { request as requestHttps, Agent as HttpsAgent } from "node:https";
import type { IncomingMessage, RequestOptions } from "node:http";
import { isIP } from "node:net";
import { AppError } from "../../core/errors.ts";
import type { WireResponse } from "../../core/source.ts";

export interface Forward {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Where AWS itself would be asked: the host that was decided on. */
  readonly host: string;
  readonly signal?: AbortSignal;
  /** Reading stops once the body is longer; what came by then is the answer. */
  readonly maxBytes?: number;
}

/** Sends one request, and reads its whole answer up to a limit. Throws an AppError `endpoint` where no answer comes. */
export interface Forwarder extends Disposable {
  send(request: Forward): Promise<WireResponse>;
}

export interface ForwarderOptions {
  /** A simulator or a private endpoint; the Host header stays that of AWS, by which it routes. */
  readonly endpoint?: string;
  readonly idleSeconds?: number;
  /** HTTPS_PROXY, HTTP_PROXY and NO_PROXY as the user's environment has them. Never used for this machine itself. */
  readonly proxy?: Proxy;
}

export interface Proxy {
  readonly HTTPS_PROXY?: string;
  readonly HTTP_PROXY?: string;
  readonly NO_PROXY?: string;
}

export function createForwarder({ endpoint, idleSeconds = 60, proxy }: ForwarderOptions): Forwarder {
  const base = endpoint === undefined ? undefined : new URL(endpoint);
  const secure = base === undefined || base.protocol === "https:";
  const local = base !== undefined && /^(?:127\.|\[?::1|localhost$)/.test(base.hostname);
  const connections = {
    keepAlive: true,
    maxSockets: 32,
    ...(proxy && !local && { proxyEnv: { ...proxy } }),
  };
  const agent = secure ? new HttpsAgent(connections) : new HttpAgent(connections);
  return {
    async send(request) {
      const host = base?.hostname.replace(/^\[|\]$/g, "") ?? request.host;
      const options: RequestOptions = {
        agent,
        method: request.method,
        host,
        port: base ? base.port || (secure ? 443 : 80) : 443,
        // The path goes out byte for byte: what was decided on is what is asked.
        path:
          base && base.pathname !== "/" ? base.pathname.replace(/\/$/, "") + request.target : request.target,
        headers: Object.fromEntries([...request.headers, ["content-length", String(request.body.length)]]),
        timeout: idleSeconds * 1000,
        ...(isIP(host) === 0 && { servername: host }),
        ...(request.signal && { signal: request.signal }),
      };
      try {
        return await exchange(secure ? requestHttps : requestHttp, options, request.body, request.maxBytes);
      } catch (cause) {
        throw unreachable(base?.origin ?? `https://${request.host}`, cause, request.signal);
      }
    },
    [Symbol.dispose]() {
      agent.destroy();
    },
  };
}

function exchange(
  send: typeof requestHttp,
  options: RequestOptions,
  body: Uint8Array,
  largest: number = 64 * 1024 ** 2,
): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    const request = send(options, (answer) => void collect(answer, largest).then(resolve, reject));
    request.on("timeout", () =>
      request.destroy(Object.assign(new Error("no answer in time"), { code: "ETIMEDOUT" })),
    );
    request.on("error", reject);
    request.end(body);
  });
}

async function collect(answer: IncomingMessage, largest: number): Promise<WireResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    chunks.push(chunk);
    if (size > largest) break;
  }
  if (size > largest) answer.destroy();
  return { status: answer.statusCode ?? 502, headers: pairs(answer.rawHeaders), body: Buffer.concat(chunks) };
}

/** Hop-by-hop headers end here; the length is that of the whole body. */
function pairs(raw: readonly string[]): readonly (readonly [string, string])[] {
  const all = raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : []));
  return all.filter(
    ([name]) => !/^(?:connection|keep-alive|transfer-encoding|te|trailer|upgrade|proxy-.*)$/i.test(name),
  );
}

function unreachable(where: string, cause: unknown, signal: AbortSignal | undefined): AppError {
  if (signal?.aborted) return new AppError("interrupted", `The request to ${where} was given up.`, { cause });
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const why =
    reasons[code] ??
    (untrusted.test(code)
      ? `its certificate was not accepted (${code})`
      : cause instanceof Error
        ? cause.message
        : "unknown");
  return new AppError("endpoint", `${where} cannot be reached: ${why}.`, {
    cause,
    retryable: code === "ECONNRESET" || code === "ETIMEDOUT",
    next: untrusted.test(code)
      ? "Behind a proxy that opens TLS, set AWS_CA_BUNDLE to the file with its certificate authority."
      : "Check the network, --region and --endpoint-url; behind a proxy, set HTTPS_PROXY.",
  });
}

/** OpenSSL's reasons not to take a certificate, and Node's names for a broken handshake. */
const untrusted = /CERT|SSL|TLS|UNABLE_TO_|SIGNATURE/;

const reasons: { readonly [code: string]: string } = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the name does not resolve",
  EAI_AGAIN: "the name cannot be resolved now",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "no answer came in time",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "the network is down",
};
