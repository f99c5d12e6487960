import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { text } from "../../facts/reader.ts";
import { linesOf } from "./log-event.ts";
import type { LogLine } from "./log-event.ts";

/** Where a Lambda function logs: its own setting, else the group named after it. */
export function logGroupOf(configuration: Resource): string {
  const logging = configuration.data["LoggingConfig"];
  return (isObject(logging) ? text(logging, "LogGroup") : "") || `/aws/lambda/${configuration.id}`;
}

/** The lines that were read of a function's log group, oldest first. */
export function linesOfFunction(facts: Facts, configuration: Resource): readonly LogLine[] {
  return linesOf(facts, logGroupOf(configuration));
}
