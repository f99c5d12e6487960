import type { Missing } from "../record/explain-record.ts";

/** Three-valued: `unknown` where the outcome hangs on keys that nobody knows or on what could not be read. */
export interface Match {
  readonly outcome: "yes" | "no" | "unknown";
  readonly missing: readonly Missing[];
}

export const yes: Match = { outcome: "yes", missing: [] };
export const no: Match = { outcome: "no", missing: [] };

export function matchOf(holds: boolean): Match {
  return holds ? yes : no;
}

export function unknownFor(...missing: readonly Missing[]): Match {
  return { outcome: "unknown", missing };
}

/** Holds when every part holds; one `no` settles it, whatever is unknown beside it. */
export function allOf(parts: readonly Match[]): Match {
  if (parts.some((part) => part.outcome === "no")) return no;
  return open(parts) ?? yes;
}

/** Holds when some part holds; one `yes` settles it. */
export function anyOf(parts: readonly Match[]): Match {
  if (parts.some((part) => part.outcome === "yes")) return yes;
  return open(parts) ?? no;
}

export function negated(match: Match): Match {
  if (match.outcome === "unknown") return match;
  return match.outcome === "yes" ? no : yes;
}

function open(parts: readonly Match[]): Match | undefined {
  const missing = parts.filter((part) => part.outcome === "unknown").flatMap((part) => part.missing);
  return parts.some((part) => part.outcome === "unknown") ? { outcome: "unknown", missing } : undefined;
}
