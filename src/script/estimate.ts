import type { JsonObject } from "../core/json/json.ts";
import { literalParams } from "./follow/call-params.ts";
import type { FoundCall } from "./names/found-call.ts";

/** What one call costs, in USD. */
export type PriceOf = (service: string, operation: string, params: JsonObject) => number;

/** Assumed where the text does not say: rounds of a loop over what is read from the account, pages of a list, polls of a waiter. */
export const assumed = { rounds: 10, pages: 2, polls: 4, most: 1_000_000 };

/** How many AWS calls a script makes and what they cost: each call in the text once, times what is assumed for loops, lists and waiters. */
export function estimateCost(
  calls: readonly FoundCall[],
  price: PriceOf,
): { readonly awsCalls: number; readonly usd: number } {
  const counted = calls.map((call) => {
    const times = assumed.rounds ** Math.min(call.loops, 6) * timesOf(call.via);
    const [params = {}] = literalParams(call.params);
    return { times, usd: times * price(call.service, call.operation, params) };
  });
  const awsCalls = Math.min(
    assumed.most,
    counted.reduce((sum, { times }) => sum + times, 0),
  );
  return { awsCalls, usd: Number(counted.reduce((sum, { usd }) => sum + usd, 0).toFixed(6)) };
}

function timesOf(via: FoundCall["via"]): number {
  if (via === "paginator" || via === "collection") return assumed.pages;
  return via === "waiter" ? assumed.polls : 1;
}
