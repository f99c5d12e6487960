import { z } from "zod";
import { Finding, Fix, Verdict } from "../finding.ts";
import { PolicyDocument } from "../grant.ts";
import { Json } from "../json/json.ts";
import { RunError, RunStatus, Scope, schemaVersion, Usage } from "./record.ts";
import { Cut } from "../json/shorten-json.ts";
import { Target } from "../target.ts";

/** One exchange with a model. No text: it is kept under the run's digests. */
export const SolutionPrompt = z.object({
  /** `coder/write`. */
  id: z.string(),
  version: z.string(),
  role: z.string(),
  model: z.string(),
  tokens: z.object({ input: z.number().int(), cached: z.number().int(), output: z.number().int() }),
  step: z.number().int().optional(),
  attempt: z.number().int().optional(),
  promptDigest: z.string(),
  answerDigest: z.string().optional(),
  failure: z.string().optional(),
});

export const SolutionScript = z.object({
  step: z.number().int(),
  task: z.string(),
  reason: z.string(),
  target: Target.optional(),
  code: z.string(),
  requirements: z.array(z.string()),
  policy: PolicyDocument,
  origin: z.enum(["probe", "model"]),
  decidedBy: z.string(),
  status: z.enum(["done", "abandoned"]),
  attempts: z.number().int(),
  /** Numbers of the calls that it made. */
  calls: z.array(z.number().int()),
});

/** What one script found, with the calls that it was made of. */
export const SolutionData = z.object({
  step: z.number().int(),
  /** JSON Schema (draft 2020-12) inferred from the whole value; `value` fits it also where it was cut. */
  schema: Json,
  provenance: z.array(
    z.object({
      call: z.number().int(),
      service: z.string(),
      operation: z.string(),
      account: z.string().optional(),
      region: z.string(),
      /** When it was read; of a read that an earlier run of the thread made, then. */
      at: z.string(),
      /** SHA-256 of the recorded response in canonical JSON; absent where there was none. */
      digest: z.string().optional(),
      /** Why there is no response. */
      error: z.string().optional(),
    }),
  ),
  value: Json,
  /** SHA-256 of the whole value, and where the run's record has it. */
  digest: z.string(),
  whole: z.string(),
  /** What was left out of a large value. */
  cuts: z.array(Cut),
});

export const SuggestedFix = z.object({ finding: z.number().int(), ...Fix.shape });

/** Problem → prompts → scripts → data → suggestion: one run in one document, for another agent. */
export const Solution = z.object({
  schemaVersion: z.literal(schemaVersion),
  problem: z.string(),
  run: z.string(),
  status: RunStatus,
  scope: Scope,
  prompts: z.array(SolutionPrompt),
  scripts: z.array(SolutionScript),
  data: z.array(SolutionData),
  suggestion: z.object({
    verdict: Verdict,
    decidedBy: z.string(),
    summary: z.string(),
    findings: z.array(Finding),
    fixes: z.array(SuggestedFix),
    gaps: z.array(z.string()),
  }),
  usage: Usage,
  errors: z.array(RunError),
});
export type Solution = z.infer<typeof Solution>;
