import { isArray, isObject, type Json, type JsonObject } from "../core/json/json.ts";

/** Keywords that providers' constrained decoding does not know; our own check of the answer holds to them all the same. */
const unknown = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "minItems",
  "maxItems",
  "default",
  "propertyNames",
]);

/** A schema without what Anthropic's and OpenAI's structured outputs refuse. */
export function plainSchema(schema: JsonObject): JsonObject {
  const plain = plainValue(schema, false);
  return isObject(plain) ? plain : {};
}

/** `named`: the keys are names of properties, whatever they are called. */
function plainValue(value: Json, named: boolean): Json {
  if (isArray(value)) return value.map((item) => plainValue(item, false));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => named || !unknown.has(key))
      .map(([key, member]) => [key, plainValue(member, !named && key === "properties")]),
  );
}
