import { createHash } from "node:crypto";
import { canonicalText } from "./canonical-text.ts";
import type { Json } from "./json.ts";

/** `sha256:` and the hex SHA-256 of a value in canonical JSON (RFC 8785). */
export function digestOf(value: Json): string {
  return `sha256:${createHash("sha256")
    .update(canonicalText(value) ?? "null")
    .digest("hex")}`;
}
