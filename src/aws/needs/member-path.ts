import { isArray, isObject } from "../../core/json/json.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";

/** The texts at a path of a request: `Name`, `Names` (a list gives all), `Entries[].Name`, `RequestItems{}` (the keys of a map). Members are found whatever their case. */
export function textsAt(params: JsonObject, path: string): readonly string[] {
  const found = path
    .split(".")
    .reduce<readonly Json[]>((values, part) => values.flatMap((value) => step(value, part)), [params]);
  return found
    .flatMap((value) => (isArray(value) ? value : [value]))
    .filter((value) => typeof value === "string")
    .filter((value) => value !== "");
}

function step(value: Json, part: string): readonly Json[] {
  if (!isObject(value)) return [];
  if (part.endsWith("{}")) {
    const map = memberOf(value, part.slice(0, -2));
    // Where the text leaves a map open, a star stands for all of its keys.
    return isObject(map) ? Object.keys(map) : typeof map === "string" ? [map] : [];
  }
  const member = memberOf(value, part.replace(/\[\]$/, ""));
  if (member === undefined) return [];
  return part.endsWith("[]") && isArray(member) ? member : [member];
}

export function memberOf(params: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(params, name)) return params[name];
  const wanted = name.toLowerCase();
  return Object.entries(params).find(([key]) => key.toLowerCase() === wanted)?.[1];
}
