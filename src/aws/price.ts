import { parse } from "yaml";
import { z } from "zod";
import { isArray } from "../core/json/json.ts";
import type { JsonObject } from "../core/json/json.ts";

/** One price: USD for a call, or for each item of the list that a request carries. */
const Price = z.object({
  usd: z.number().nonnegative(),
  per: z.string().optional(),
  note: z.string().optional(),
});
export const Prices = z.record(z.string(), z.record(z.string(), Price));
export type Prices = z.infer<typeof Prices>;

/** Reads `prices.yaml`: service → operation (or `*`) → price. Throws a ZodError where the file is wrong. */
export function parsePrices(text: string): Prices {
  return Prices.parse(parse(text));
}

/** USD of one call; 0 where AWS asks nothing for it. */
export function priceOf(prices: Prices, service: string, operation: string, params: JsonObject): number {
  const price = prices[service]?.[operation] ?? prices[service]?.["*"];
  if (!price) return 0;
  const items = price.per === undefined ? undefined : params[price.per];
  return price.usd * (isArray(items) ? Math.max(1, items.length) : 1);
}
