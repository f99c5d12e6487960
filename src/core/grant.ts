import { z } from "zod";
import { Effect } from "./effect.ts";
import type { Target } from "./target.ts";

/** An IAM policy document as a script's text or a user gives it. Parsed by `core/policy`. */
export const PolicyDocument = z.object({
  Version: z.string().optional(),
  Id: z.string().optional(),
  Statement: z.array(z.record(z.string(), z.json())),
});
export type PolicyDocument = z.infer<typeof PolicyDocument>;

/** What the user allows at all. `services`, `regions`, `accounts` absent means: any. `usd` is what AWS calls may cost together. */
export const Ceiling = z.object({
  effects: z.array(Effect),
  services: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
  accounts: z.array(z.string()).optional(),
  usd: z.number(),
});
export type Ceiling = z.infer<typeof Ceiling>;

/** What this run is for, fixed before any text from the cloud has been read. */
export const Mandate = z.object({
  accounts: z.array(z.string()),
  regions: z.array(z.string()),
  effects: z.array(Effect),
  services: z.array(z.string()).optional(),
});
export type Mandate = z.infer<typeof Mandate>;

/** A call passes only where all three layers meet. `policy` is derived from the attempt's own text. */
export const Grant = z.object({ ceiling: Ceiling, mandate: Mandate, policy: PolicyDocument });
export type Grant = z.infer<typeof Grant>;

/** The mandate of one attempt in a run over several places: its account and region alone, and the region where global services answer. */
export function mandateAt(mandate: Mandate, { account, region }: Target): Mandate {
  const regions = [...new Set([region, ...mandate.regions.filter((one) => one === globalRegion)])];
  return { ...mandate, accounts: [account], regions };
}

const globalRegion = "us-east-1";

export const defaultCeiling: Ceiling = { effects: ["pure", "logs", "costs"], usd: 0.1 };
