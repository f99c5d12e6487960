import type { Json, JsonObject } from "../../../src/core/json/json.ts";
import type { Told } from "../../../src/testing/recorded.ts";

export const call = (service: string, operation: string, params: JsonObject, response: Json): Told => ({
  service,
  operation,
  params,
  response,
});

export const failing = (service: string, operation: string, params: JsonObject, code: string): Told => ({
  service,
  operation,
  params,
  error: { code, message: code },
});
