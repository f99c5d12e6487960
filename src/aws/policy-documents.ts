import { isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";

const mayHold = /polic(?:y|ies)|document|^content$/i;

/** Policy documents held in strings, as objects; everything else as it was. IAM sends them URL-encoded, API Gateway with escaped quotes. */
export function withPolicies(value: Json, name = ""): Json {
  if (typeof value === "string") return mayHold.test(name) ? (parsePolicy(value) ?? value) : value;
  if (isArray(value)) return value.map((item) => withPolicies(item, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPolicies(inner, key)]));
}

/** The policy document in a text; undefined where there is none: only an object with statements is one. */
function parsePolicy(text: string): Json | undefined {
  const trimmed = text.trim();
  const plain = /^%7B/i.test(trimmed) ? decodeEscapes(trimmed) : trimmed;
  if (plain === undefined || !plain.startsWith("{")) return undefined;
  const document = parse(plain) ?? parse(plain.replaceAll('\\"', '"').replaceAll("\\/", "/"));
  return isObject(document) && "Statement" in document ? document : undefined;
}

function decodeEscapes(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", "%20"));
  } catch {
    return undefined;
  }
}

function parse(text: string): Json | undefined {
  try {
    // A door: JSON text from the wire.
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
