import { z } from "zod";

/**
 * What an operation does, whatever its IAM access level says.
 * pure: reads configuration. logs: log lines and metrics. data: object contents, items. secret: the answer's purpose is a secret.
 * mints: returns credentials or tokens. mutates: changes, hides or consumes something. costs: has a per-use price. leaves: sends data elsewhere.
 */
export const Effect = z.enum(["pure", "logs", "data", "secret", "mints", "mutates", "costs", "leaves"]);
export type Effect = z.infer<typeof Effect>;

/** What the effect table says of one operation. An unreviewed operation is never `pure`, and is denied. */
export const EffectReview = z.object({
  service: z.string(),
  operation: z.string(),
  action: z.string(),
  effects: z.array(Effect),
  reviewed: z.boolean(),
  why: z.string(),
});
export type EffectReview = z.infer<typeof EffectReview>;
