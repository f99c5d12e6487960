import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Json } from "./json.ts";

/** `sha256:` and the hex SHA-256 of a value in canonical JSON (RFC 8785). */
export function digestOf(value: Json): string {
  return `sha256:${createHash("sha256")
    .update(canonicalize(value) ?? "null")
    .digest("hex")}`;
}
