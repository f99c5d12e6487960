import type { IncomingMessage } from "node:http";
import type { WireRequest } from "../core/source.ts";

export type ReadRequest =
  | { readonly kind: "request"; readonly request: WireRequest }
  | {
      readonly kind: "refused";
      readonly status: number;
      readonly why: string;
      readonly request: WireRequest;
    };

const mostHeaders = 100;

export interface RequestBounds {
  readonly maxBytes: number;
  /** How long the body may take. */
  readonly seconds: number;
  /** Books bytes held in memory; false: too many. */
  readonly hold?: (bytes: number) => boolean;
}

/**
 * One request as it came. What HTTP offers beyond a plain request to an origin server is refused: absolute and authority form, upgrades,
 * bodies over the limit. (Node's parser itself refuses conflicting lengths and malformed lines.) Rejects when the stream breaks.
 */
export async function readWireRequest(
  message: IncomingMessage,
  { maxBytes, seconds, hold = () => true }: RequestBounds,
): Promise<ReadRequest> {
  const head = {
    method: message.method ?? "",
    target: message.url ?? "",
    headers: headersOf(message),
    body: new Uint8Array(),
  };
  const refused = (status: number, why: string): ReadRequest => ({
    kind: "refused",
    status,
    why,
    request: head,
  });
  if (!head.target.startsWith("/") || head.target.includes("#"))
    return refused(400, "Only requests in origin form are served.");
  if (message.headers.upgrade !== undefined) return refused(400, "Protocols are not upgraded here.");
  if (head.headers.length > mostHeaders)
    return refused(431, `A request with more than ${mostHeaders} headers is not served.`);
  if (head.headers.filter(([name]) => name.toLowerCase() === "host").length !== 1)
    return refused(400, "A request needs exactly one Host header.");
  const tooLarge = () => refused(413, `A request body over ${maxBytes} bytes is not served.`);
  if (Number(message.headers["content-length"] ?? 0) > maxBytes) return tooLarge();
  // A body that only drips in would hold its place for ever.
  const late = setTimeout(() => message.destroy(), seconds * 1000);
  message.once("close", () => clearTimeout(late));
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    if (size > maxBytes) return tooLarge();
    if (!hold(chunk.length)) return refused(429, "Too many requests are held at once.");
    chunks.push(chunk);
  }
  clearTimeout(late);
  return { kind: "request", request: { ...head, body: Buffer.concat(chunks) } };
}

function headersOf(message: IncomingMessage): readonly (readonly [string, string])[] {
  const raw = message.rawHeaders;
  return raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ""] as const] : []));
}
