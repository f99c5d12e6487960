import { z } from "zod";

/** What bounds a run. A bound that is hit ends in a labelled partial record, never in an exception. */
export const AgentLimits = z.object({
  /** Rounds of collecting. */
  iterations: z.number().int().min(0),
  /** Tries of one step. */
  attempts: z.number().int().min(1),
  /** Wall-clock time; a resumed run begins anew. */
  seconds: z.number().positive(),
  /** AWS calls that are sent. */
  calls: z.number().int().min(0),
  /** Steps of one round that run side by side. */
  concurrency: z.number().int().min(1),
});
export type AgentLimits = z.infer<typeof AgentLimits>;

export const defaultAgentLimits: AgentLimits = {
  iterations: 4,
  attempts: 3,
  seconds: 300,
  calls: 2000,
  concurrency: 3,
};
