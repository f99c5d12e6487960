import { z } from "zod";
import { Effect } from "./effect.ts";
import { PolicyDocument } from "./grant.ts";

/** A script with everything that is needed to run it. */
export const Script = z.object({
  code: z.string(),
  requirements: z.array(z.string()),
  policy: PolicyDocument,
  origin: z.enum(["probe", "model"]),
});
export type Script = z.infer<typeof Script>;

export const Diagnostic = z.object({
  rule: z.string(),
  kind: z.enum(["syntax", "import", "api-name", "api-parameter", "security", "requirements", "style"]),
  severity: z.enum(["error", "warning", "info"]),
  /** 1-based. */
  line: z.number().int(),
  message: z.string(),
  suggestion: z.string().optional(),
  fixed: z.boolean(),
  references: z.array(z.string()).optional(),
});
export type Diagnostic = z.infer<typeof Diagnostic>;

/** A boto3 call found in a script's text. `certain` is false where the text leaves the target open. */
export const ExtractedCall = z.object({
  service: z.string(),
  operation: z.string(),
  action: z.string(),
  resources: z.array(z.string()),
  effects: z.array(Effect),
  line: z.number().int(),
  certain: z.boolean(),
});
export type ExtractedCall = z.infer<typeof ExtractedCall>;

/** Which lines need a statement of the policy, and why a wildcard stands in it. */
export const PolicyExplanation = z.object({
  /** Index in `policy.Statement`. */
  statement: z.number().int(),
  sid: z.string(),
  neededBy: z.array(
    z.object({
      line: z.number().int(),
      /** `s3:ListObjectsV2`: the API's name of the call. */
      call: z.string(),
      action: z.string(),
      /** Granted for the case that this holds. */
      onlyIf: z.string().optional(),
    }),
  ),
  wildcards: z.array(z.object({ resource: z.string(), why: z.string() })),
});
export type PolicyExplanation = z.infer<typeof PolicyExplanation>;

/** What `script check` says; `ok` is false exactly when an error is left after the safe fixes. */
export const ScriptCheck = z.object({
  ok: z.boolean(),
  diagnostics: z.array(Diagnostic),
  fixedCode: z.string(),
  diff: z.string(),
  calls: z.array(ExtractedCall),
  policy: PolicyDocument,
  /** Statement by statement, why the policy says what it says. */
  explain: z.array(PolicyExplanation).optional(),
  unresolved: z.array(z.object({ line: z.number().int(), why: z.string() })),
  requirements: z.array(z.string()),
  estimate: z.object({ awsCalls: z.number(), usd: z.number() }),
});
export type ScriptCheck = z.infer<typeof ScriptCheck>;

/** How one execution in a sandbox ended. Never an exception: a crash, a timeout and a refusal are outcomes. */
export const Outcome = z.object({
  kind: z.enum(["exited", "timed-out", "out-of-memory", "refused"]),
  exitCode: z.number().int().optional(),
  stdout: z.string(),
  stderr: z.string(),
  ms: z.number(),
  /** Peak resident memory of the tree, where it is known. */
  peakBytes: z.number().optional(),
  /** Why, in words, for everything but a plain exit. */
  why: z.string().optional(),
});
export type Outcome = z.infer<typeof Outcome>;

/** What went wrong in an attempt, typed so that nobody parses messages. */
export const AttemptError = z.object({
  kind: z.enum([
    "syntax",
    "import",
    "api-name",
    "api-parameter",
    "security",
    "requirements",
    "access-denied",
    "throttled",
    "not-found",
    "exception",
    "timeout",
    "out-of-memory",
    "endpoint",
    "credentials",
    "sandbox",
    "output",
  ]),
  message: z.string(),
});
export type AttemptError = z.infer<typeof AttemptError>;
