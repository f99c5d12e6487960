import { z } from "zod";

/** Any JSON value. Responses, parameters and evidence are of this shape once they are inside. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const Json: z.ZodType<Json> = z.json();

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value at a JSON Pointer (RFC 6901), or undefined where it leads nowhere. `""` is the whole document. */
export function atPointer(document: Json | undefined, pointer: string): Json | undefined {
  if (pointer === "") return document;
  let value: Json | undefined = document;
  for (const segment of pointer.split("/").slice(1).map(unescapeSegment)) {
    if (isArray(value)) value = /^(0|[1-9]\d*)$/.test(segment) ? value[Number(segment)] : undefined;
    else if (isObject(value)) value = Object.hasOwn(value, segment) ? value[segment] : undefined;
    else return undefined;
  }
  return value;
}

/** A JSON Pointer made of segments, each escaped as RFC 6901 says. */
export function toPointer(...segments: readonly (string | number)[]): string {
  return segments
    .map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}

function unescapeSegment(segment: string): string {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
