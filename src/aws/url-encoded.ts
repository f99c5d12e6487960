import { isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";

/** What S3 escapes in a list when it is asked for `EncodingType=url` (S3 API Reference, ListObjectsV2, ListObjectVersions). */
const members = new Set([
  "Key",
  "Prefix",
  "Delimiter",
  "Marker",
  "NextMarker",
  "StartAfter",
  "KeyMarker",
  "NextKeyMarker",
]);

/** A list of S3 with each escaped text changed, however deep it lies. */
export function mapUrlEncoded(value: Json, change: (text: string) => string, name = ""): Json {
  if (typeof value === "string") return members.has(name) ? change(value) : value;
  if (isArray(value)) return value.map((item) => mapUrlEncoded(item, change, name));
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [key, mapUrlEncoded(inner, change, key)]),
      )
    : value;
}
