/** A service's timestamp (epoch seconds, ISO 8601 or RFC 822) as `YYYY-MM-DDTHH:MM:SSZ`, with `.mmm` only where there are milliseconds. */
export function isoTime(value: string | number): string | undefined {
  const text = typeof value === "string" ? value.trim() : value;
  const number =
    typeof text === "number" ? text : /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
  // Epoch times beyond year 9999 in seconds are milliseconds, which some services send.
  const milliseconds = number === undefined ? Date.parse(withZone(String(text))) : Math.round(number * 1000);
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return undefined;
  return time.toISOString().replace(".000Z", "Z");
}

/** A time without zone is UTC. */
function withZone(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text;
}
