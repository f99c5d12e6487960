import { isObject, type Json } from "../core/json/json.ts";

/** An answer that says of itself that it will change: a query that still runs is asked about again. */
export function isUnfinished(value: Json): boolean {
  if (!isObject(value)) return false;
  return [value["status"], value["Status"]].some(
    (status) =>
      typeof status === "string" &&
      /^(running|scheduled|pending|queued|submitted|starting|in[ _-]?progress)$/i.test(status),
  );
}
