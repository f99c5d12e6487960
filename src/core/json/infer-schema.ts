import { isArray, isObject, type Json, type JsonObject } from "./json.ts";

/** More members than this, all alike, are a map from names to values and not a record. */
const mostMembers = 24;

/**
 * A JSON Schema (draft 2020-12) that exactly describes a value's shape: every member that was seen, required where all of its like have it. What holds for
 * a list holds for every item of it.
 */
export function inferSchema(value: Json): JsonObject {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...schemaOf([value]) };
}

/** One schema for several values that stand at the same place. */
function schemaOf(values: readonly Json[]): JsonObject {
  const objects = values.filter((value) => isObject(value));
  const items = values.filter((value) => isArray(value)).flat();
  const types = [...new Set(values.map(typeOf))].toSorted();
  // Every integer is a number.
  const kinds = types.includes("number") ? types.filter((type) => type !== "integer") : types;
  return {
    ...(kinds.length > 0 && { type: kinds.length === 1 ? (kinds[0] ?? "null") : kinds }),
    ...(kinds.includes("array") && items.length > 0 && { items: schemaOf(items) }),
    ...(objects.length > 0 && membersOf(objects)),
  };
}

function membersOf(objects: readonly JsonObject[]): JsonObject {
  const names = [...new Set(objects.flatMap((one) => Object.keys(one)))];
  const valuesOf = (name: string): readonly Json[] =>
    objects.flatMap((one) => {
      const value = Object.hasOwn(one, name) ? one[name] : undefined;
      return value === undefined ? [] : [value];
    });
  if (names.length > mostMembers) {
    const all = names.flatMap(valuesOf);
    if (new Set(all.map(typeOf)).size === 1) return { additionalProperties: schemaOf(all) };
  }
  const required = names.filter((name) => objects.every((one) => Object.hasOwn(one, name)));
  return {
    // Made by entries: a member called `__proto__` is a member like any other.
    properties: Object.fromEntries(names.map((name) => [name, schemaOf(valuesOf(name))])),
    ...(required.length > 0 && { required }),
  };
}

function typeOf(value: Json): string {
  if (value === null) return "null";
  if (isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
