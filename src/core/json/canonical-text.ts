import canonicalize from "canonicalize";
import { isArray, isObject } from "./json.ts";
import type { Json } from "./json.ts";

/** A value in canonical JSON (RFC 8785). Never throws: that is defined for well-formed text only, but an answer may hold half a surrogate pair (`"\ud83d"`): it counts as U+FFFD, which is what UTF-8 makes of it. */
export function canonicalText(value: Json): string | undefined {
  try {
    return canonicalize(value);
  } catch {
    return canonicalize(wellFormed(value));
  }
}

function wellFormed(value: Json): Json {
  if (typeof value === "string") return value.toWellFormed();
  if (isArray(value)) return value.map(wellFormed);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
  );
}
