import jmespath from "jmespath";
import { digestOf } from "../core/json/digest.ts";
import type { Evidence } from "../core/finding.ts";
import type { Json } from "../core/json/json.ts";

/** Larger values are cited by digest, with what was looked for in them. */
export const largestCitedValue = 8 * 1024;

/** Cites what stands at a pointer of a call's response; with `query` (JMESPath), what it gives over that value too. */
export function citeValue(call: number, pointer: string, value: Json, query?: string): Evidence {
  const large = JSON.stringify(value).length > largestCitedValue;
  const looked = query ?? (large ? "type(@)" : undefined);
  return {
    call,
    pointer,
    ...(large ? { digest: digestOf(value) } : { value }),
    ...(looked !== undefined && { query: looked, result: runQuery(value, looked) }),
  };
}

/** The result of a JMESPath query, null where it gives nothing or cannot be run. */
export function runQuery(value: Json, query: string): Json {
  return triedQuery(value, query) ?? null;
}

/** The same; undefined where it cannot be run: that shows nothing, and an empty result shows that there is none. */
export function triedQuery(value: Json, query: string): Json | undefined {
  try {
    return (jmespath.search(value, query) as Json | undefined) ?? null;
  } catch {
    return undefined;
  }
}
