import type { Facts, Resource } from "../../core/facts.ts";

export const logEventType = "AWS::Logs::LogEvent";

/** One log line with the fact that it was read from. */
export interface LogLine {
  readonly group: string;
  readonly stream: string;
  readonly at: number;
  readonly message: string;
  readonly resource: Resource;
}

/** The lines that were read of a log group, oldest first. */
export function linesOf(facts: Facts, group: string): readonly LogLine[] {
  return allLines(facts).filter((line) => line.group === group);
}

export function allLines(facts: Facts): readonly LogLine[] {
  return facts
    .all(logEventType)
    .map(lineOf)
    .toSorted((a, b) => a.at - b.at);
}

function lineOf(resource: Resource): LogLine {
  const { logStreamName, timestamp, message } = resource.data;
  return {
    group: resource.name ?? "",
    stream: typeof logStreamName === "string" ? logStreamName : "",
    at: typeof timestamp === "number" ? timestamp : Date.parse(String(timestamp)),
    message: typeof message === "string" ? message : "",
    resource,
  };
}
