import { z } from "zod";

/** Nine in ten runs lie between `low` and `high`. */
export const Range = z.object({ low: z.number(), likely: z.number(), high: z.number() });
export type Range = z.infer<typeof Range>;

export const RoleEstimate = z.object({
  role: z.string(),
  /** Asked first; the others stand in where it does not answer. */
  model: z.string(),
  fallbacks: z.array(z.string()),
  requests: Range,
  inputTokens: Range,
  outputTokens: Range,
  usd: Range,
  /** `history`: what earlier runs used in this role; `prompts`: the prompts' sizes and the limits of a run. */
  basis: z.enum(["history", "prompts"]),
  /** Earlier runs that were looked at. */
  runs: z.number().int(),
});
export type RoleEstimate = z.infer<typeof RoleEstimate>;

/** What a run will likely take. Nothing was sent for it. */
export const RunEstimate = z.object({
  question: z.string(),
  /** No model: playbooks and analyzers answer. */
  mode: z.enum(["playbook", "model"]),
  models: z.array(RoleEstimate),
  tokens: Range,
  modelUsd: Range,
  awsCalls: Range,
  awsUsd: Range,
  seconds: Range,
  /** Earlier runs that calls, money and time were taken from; 0: usual values. */
  runs: z.number().int(),
  /** What ends the run in any case. */
  limits: z.object({
    iterations: z.number(),
    attempts: z.number(),
    seconds: z.number(),
    awsCalls: z.number(),
    awsUsd: z.number(),
    modelUsd: z.number().optional(),
    modelTokens: z.number().optional(),
  }),
});
export type RunEstimate = z.infer<typeof RunEstimate>;
