import { z } from "zod";
import { AuditHead } from "../audit/audit-head.ts";
import { Call } from "../call.ts";
import { Answer } from "../finding.ts";
import { Ceiling, Mandate } from "../grant.ts";
import { Json } from "../json/json.ts";
import { Rehearsal } from "./rehearsal.ts";
import { AttemptError, Diagnostic, Outcome, Script } from "../script.ts";
import { ReadTarget, Target, Unreached } from "../target.ts";

export const schemaVersion = 1;

export const Window = z.object({ from: z.string(), to: z.string() });
export type Window = z.infer<typeof Window>;

export const Scope = z.object({
  source: z.string(),
  account: z.string(),
  regions: z.array(z.string()),
  identity: z.string(),
  endpoint: z.string().optional(),
  window: Window,
  /** Every account and region of the run with who reads it, where there is more than one; `account`, `identity` and `regions[0]` are those of the first. */
  targets: z.array(ReadTarget).optional(),
  /** What was asked for and could not be opened. */
  unreached: z.array(Unreached).optional(),
});
export type Scope = z.infer<typeof Scope>;

export const RunStatus = z.enum(["answered", "limit", "budget", "failed", "cancelled"]);
export type RunStatus = z.infer<typeof RunStatus>;

export const Mode = z.enum(["playbook", "model", "mixed"]);
export type Mode = z.infer<typeof Mode>;

export const Attempt = z.object({
  attempt: z.number().int(),
  verdict: z.enum(["ran", "rejected"]),
  rehearsal: Rehearsal.optional(),
  diagnostics: z.array(Diagnostic),
  outcome: Outcome.optional(),
  error: AttemptError.optional(),
});
export type Attempt = z.infer<typeof Attempt>;

/** What one model used in one role. `calls` are requests, retries and continuations included. */
export const ModelUsage = z.object({
  role: z.string(),
  model: z.string(),
  calls: z.number().int(),
  inputTokens: z.number().int(),
  /** Part of `inputTokens`. */
  cachedTokens: z.number().int().optional(),
  outputTokens: z.number().int(),
  usd: z.number(),
  ms: z.number().optional(),
  /** Exchanges that ended without a usable answer. */
  failures: z.number().int().optional(),
});
export type ModelUsage = z.infer<typeof ModelUsage>;

export const Step = z.object({
  step: z.number().int(),
  iteration: z.number().int(),
  task: z.string(),
  reason: z.string(),
  /** Where it was done, where the run has more than one place. */
  target: Target.optional(),
  status: z.enum(["done", "abandoned"]),
  script: Script,
  decidedBy: z.string(),
  attempts: z.array(Attempt),
  output: Json.optional(),
  calls: z.array(z.number().int()),
  /** What models used for this step, where any was asked. */
  models: z.array(ModelUsage).optional(),
});
export type Step = z.infer<typeof Step>;

export const Usage = z.object({
  models: z.array(ModelUsage),
  awsCalls: z.number().int(),
  awsUsd: z.number(),
  ms: z.number(),
});
export type Usage = z.infer<typeof Usage>;

/** A fault of the run itself, not of the account. `code` is one of `ErrorCode`. */
export const RunError = z.object({ code: z.string(), message: z.string(), next: z.string().optional() });
export type RunError = z.infer<typeof RunError>;

/** The record of `ask`: a fold of the run's events. */
export const RunRecord = z.object({
  schemaVersion: z.literal(schemaVersion),
  id: z.string(),
  question: z.string(),
  status: RunStatus,
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  iterations: z.number().int(),
  mode: Mode,
  scope: Scope,
  grant: z.object({ ceiling: Ceiling, mandate: Mandate }),
  sandbox: z.string(),
  steps: z.array(Step),
  calls: z.array(Call),
  answer: Answer,
  usage: Usage,
  errors: z.array(RunError),
  /** The head of the audit chain when the run ended: a record that is kept elsewhere vouches for the chain up to there. */
  audit: AuditHead.optional(),
});
export type RunRecord = z.infer<typeof RunRecord>;
