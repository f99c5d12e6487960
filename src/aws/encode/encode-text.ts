import type { Json } from "../../core/json/json.ts";

/** How the protocols write a moment: botocore's names of Smithy's timestamp formats. */
export type TimeFormat = "iso8601" | "rfc822" | "unixTimestamp";

/** A moment of the record (ISO) as it stands on the wire; what is no moment stays as it is. */
export function timeText(value: string, format: TimeFormat): string | number {
  const milliseconds = Date.parse(value);
  if (Number.isNaN(milliseconds)) return value;
  if (format === "unixTimestamp") return milliseconds / 1000;
  return format === "rfc822" ? new Date(milliseconds).toUTCString() : value;
}

export function timeFormat(named: string | undefined, usual: TimeFormat): TimeFormat {
  return named === "iso8601" || named === "rfc822" || named === "unixTimestamp" ? named : usual;
}

/** Text of a scalar. A document that the record holds parsed becomes text again, as the service writes it. */
export function scalarText(service: string, value: Json): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return value === null ? "" : documentText(service, value);
}

/** IAM sends documents URL-encoded, API Gateway with escaped quotes, everybody else as they are. */
export function documentText(service: string, value: Json): string {
  const text = JSON.stringify(value);
  if (service === "iam") return encodeURIComponent(text);
  return service === "apigateway" ? text.replaceAll('"', String.raw`\"`) : text;
}
