import { z } from "zod";
import { Call } from "../call.ts";
import { PolicyDocument } from "../grant.ts";
import { RunStatus, schemaVersion } from "./record.ts";
import { Outcome } from "../script.ts";
import { Target } from "../target.ts";

/** The record of `script run`: one script in the sandbox, no agent. `usedPolicy` grants exactly what it was allowed and used. */
export const ScriptRunRecord = z.object({
  schemaVersion: z.literal(schemaVersion),
  id: z.string(),
  status: RunStatus,
  /** The bound that ended it, or kept calls from being made. */
  gaps: z.array(z.string()).optional(),
  outcome: Outcome,
  calls: z.array(Call),
  usedPolicy: PolicyDocument,
  /** Where it ran, where it ran in more than one account or region. */
  target: Target.optional(),
  /** The same script's records of the other places. */
  get elsewhere() {
    return z.array(ScriptRunRecord).optional();
  },
});
export type ScriptRunRecord = z.infer<typeof ScriptRunRecord>;
