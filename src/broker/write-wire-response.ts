import type { ServerResponse } from "node:http";
import type { WireResponse } from "../core/source.ts";

/** Headers that belong to one connection (RFC 9110, 7.6.1), and the length, which is that of what is sent here. */
const ownToConnection = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Sends a response to the script. A HEAD answer keeps the length that the cloud told: it describes the object. */
export function writeWireResponse(
  response: ServerResponse,
  wire: WireResponse,
  method: string,
  close: boolean,
): void {
  const head = method === "HEAD";
  const kept = wire.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !ownToConnection.has(lower) && (lower !== "content-length" || head);
  });
  const bodyless = head || wire.status === 204 || wire.status === 304;
  const length: readonly (readonly [string, string])[] = bodyless
    ? []
    : [["Content-Length", String(wire.body.length)]];
  const closing: readonly (readonly [string, string])[] = close ? [["Connection", "close"]] : [];
  response.writeHead(wire.status, [...kept, ...length, ...closing].flat());
  response.end(bodyless ? undefined : wire.body);
}
