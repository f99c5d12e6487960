import { request as requestHttp, Agent as HttpAgent } from "node:http";
import { request as requestHttps, Agent as HttpsAgent } from "node:https";
import type { IncomingMessage, RequestOptions } from "node:http";
import { AppError } from "../core/errors.ts";
import type { WireResponse } from "../core/source.ts";

export interface Forward {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Where AWS itself would be asked: the host that was decided on. */
  readonly host: string;
  readonly signal?: AbortSignal;
}

/** Sends one request, and reads its whole answer up to a limit. Throws an AppError `endpoint` where no answer comes. */
export interface Forwarder extends Disposable {
  send(request: Forward): Promise<WireResponse>;
}

export interface ForwarderOptions {
  /** A simulator or a private endpoint; the Host header stays that of AWS, by which it routes. */
  readonly endpoint?: string;
  readonly largestAnswer?: number;
  readonly idleSeconds?: number;
}

/** What a script's request may carry on; all else (cookies, method overrides, forwarding headers) stays behind. */
const allowed =
  /^(?:host|content-type|content-md5|content-encoding|content-disposition|content-language|cache-control|accept|range|expires|if-(?:match|none-match|modified-since|unmodified-since)|x-amz-.*|x-amzn-.*|smithy-protocol|amz-sdk-request|amz-sdk-invocation-id|user-agent)$/i;
const dropped = /^(?:x-amz-security-token|x-amz-date|x-amz-region-set|x-amz-user-agent)$/i;

/** A request's headers as they are signed and sent. */
export function forwardedHeaders(
  headers: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  return headers
    .filter(([name]) => allowed.test(name) && !dropped.test(name))
    .map(([name, value]) => [name.toLowerCase(), value] as const);
}

export function createForwarder({
  endpoint,
  largestAnswer = 64 * 1024 ** 2,
  idleSeconds = 60,
}: ForwarderOptions): Forwarder {
  const base = endpoint === undefined ? undefined : new URL(endpoint);
  const secure = base === undefined || base.protocol === "https:";
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, maxSockets: 32 })
    : new HttpAgent({ keepAlive: true, maxSockets: 32 });
  return {
    async send(request) {
      const options: RequestOptions = {
        agent,
        method: request.method,
        host: base?.hostname.replace(/^\[|\]$/g, "") ?? request.host,
        port: base ? base.port || (secure ? 443 : 80) : 443,
        // The path goes out byte for byte: what was decided on is what is asked.
        path:
          base && base.pathname !== "/" ? base.pathname.replace(/\/$/, "") + request.target : request.target,
        headers: Object.fromEntries([...request.headers, ["content-length", String(request.body.length)]]),
        timeout: idleSeconds * 1000,
        ...(base === undefined ? { servername: request.host } : { servername: base.hostname }),
        ...(request.signal && { signal: request.signal }),
      };
      try {
        return await exchange(secure ? requestHttps : requestHttp, options, request.body, largestAnswer);
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
  largest: number,
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
    if (size > largest) {
      answer.destroy();
      throw Object.assign(new Error(`the answer is larger than ${largest} bytes`), { code: "ETOOLARGE" });
    }
    chunks.push(chunk);
  }
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
    (/CERT|SSL|TLS/.test(code)
      ? `its certificate was not accepted (${code})`
      : cause instanceof Error
        ? cause.message
        : "unknown");
  return new AppError("endpoint", `${where} cannot be reached: ${why}.`, {
    cause,
    retryable: code === "ECONNRESET" || code === "ETIMEDOUT",
    next: "Check the network and --endpoint-url.",
  });
}

const reasons: { readonly [code: string]: string } = {
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "the name does not resolve",
  EAI_AGAIN: "the name cannot be resolved now",
  ECONNRESET: "the connection was cut",
  ETIMEDOUT: "no answer came in time",
  EHOSTUNREACH: "there is no route to it",
  ENETUNREACH: "the network is down",
};
