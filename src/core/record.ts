import { z } from "zod";
import { Call } from "./call.ts";
import { Answer } from "./finding.ts";
import { Ceiling, Mandate } from "./grant.ts";
import { Json } from "./json.ts";
import { AttemptError, Diagnostic, Outcome, Script } from "./script.ts";

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
});
export type Scope = z.infer<typeof Scope>;

export const RunStatus = z.enum(["answered", "limit", "budget", "failed", "cancelled"]);
export type RunStatus = z.infer<typeof RunStatus>;

export const Mode = z.enum(["playbook", "model", "mixed"]);
export type Mode = z.infer<typeof Mode>;

export const Attempt = z.object({
  attempt: z.number().int(),
  verdict: z.enum(["ran", "rejected"]),
  rehearsal: z.object({ outcome: Outcome, error: AttemptError.optional() }).optional(),
  diagnostics: z.array(Diagnostic),
  outcome: Outcome.optional(),
  error: AttemptError.optional(),
});
export type Attempt = z.infer<typeof Attempt>;

export const Step = z.object({
  step: z.number().int(),
  iteration: z.number().int(),
  task: z.string(),
  reason: z.string(),
  status: z.enum(["done", "abandoned"]),
  script: Script,
  decidedBy: z.string(),
  attempts: z.array(Attempt),
  output: Json.optional(),
  calls: z.array(z.number().int()),
});
export type Step = z.infer<typeof Step>;

export const ModelUsage = z.object({
  role: z.string(),
  model: z.string(),
  calls: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  usd: z.number(),
});

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
});
export type RunRecord = z.infer<typeof RunRecord>;
