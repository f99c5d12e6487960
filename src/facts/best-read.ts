import type { Read } from "../core/facts.ts";
import type { JsonObject } from "../core/json/json.ts";
import { targetKey } from "../core/target.ts";

/** The read whose parameters include `params` (a plain read of everything counts for any filter only if `params` is {}): a complete one, else the last. */
export function bestRead(reads: readonly Read[], params: JsonObject): Read | undefined {
  const wanted = Object.entries(params);
  const matching = reads.filter((read) =>
    wanted.length === 0
      ? narrowingParameters(read.params).length === 0
      : wanted.every(([key, value]) => JSON.stringify(read.params[key]) === JSON.stringify(value)),
  );
  return matching.findLast((read) => read.complete) ?? matching.at(-1);
}

/** The same over several accounts and regions: a list of everything is complete only where it is so in each of them. */
export function bestAcross(reads: readonly Read[], params: JsonObject): Read | undefined {
  const places = Map.groupBy(reads, targetKey);
  if (places.size < 2 || Object.keys(params).length > 0) return bestRead(reads, params);
  const best = [...places.values()].flatMap((some) => bestRead(some, params) ?? []);
  return best.find((read) => !read.complete) ?? best.at(-1);
}

/** Page sizes do not narrow a list; everything else does. */
export function narrowingParameters(params: JsonObject): readonly string[] {
  const sizes = new Set([
    "MaxResults",
    "MaxItems",
    "MaxRecords",
    "Limit",
    "limit",
    "maxResults",
    "PageSize",
    "MaxKeys",
  ]);
  return Object.keys(params).filter((key) => !sizes.has(key));
}
