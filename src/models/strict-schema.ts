import { isArray, isObject, type Json, type JsonObject } from "../core/json/json.ts";

/** Whether OpenAI's strict mode takes it: every object lists all its members as required and forbids others ("Structured model outputs", Supported schemas). */
export function isStrictSchema(schema: JsonObject): boolean {
  return objectsOf(schema).every((object) => {
    if (object["type"] !== "object") return true;
    const properties = object["properties"];
    const required = object["required"];
    if (!isObject(properties) || object["additionalProperties"] !== false) return false;
    const names = isArray(required) ? required : [];
    return Object.keys(properties).every((name) => names.includes(name));
  });
}

function objectsOf(value: Json): readonly JsonObject[] {
  if (isArray(value)) return value.flatMap(objectsOf);
  if (!isObject(value)) return [];
  return [value, ...Object.values(value).flatMap(objectsOf)];
}
