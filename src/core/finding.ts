import { z } from "zod";
import { Json } from "./json/json.ts";

/**
 * A citation. `calls[call]`'s recorded response has exactly `value` at JSON Pointer `pointer`; with `query` (JMESPath over that value)
 * `result` is what it gives. A value over 8 kB is left out and `digest` (SHA-256, RFC 8785) stands for it, always with query and result.
 * A denied read is cited with pointer "" and the error code as value.
 */
export const Evidence = z.object({
  call: z.number().int(),
  pointer: z.string(),
  value: Json.optional(),
  digest: z.string().optional(),
  query: z.string().optional(),
  result: Json.optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** What is named: a resource as its user names it. */
export const ResourceRef = z.object({
  type: z.string(),
  id: z.string(),
  name: z.string().optional(),
  arn: z.string().optional(),
  region: z.string().optional(),
  account: z.string().optional(),
});
export type ResourceRef = z.infer<typeof ResourceRef>;

export const NewlyAllowed = z.union([
  z.object({ from: z.string(), to: z.string(), port: z.number().int().optional() }),
  z.object({ principal: z.string(), action: z.string(), resource: z.string() }),
]);
export type NewlyAllowed = z.infer<typeof NewlyAllowed>;

/** What an analyzer finds when the fix is applied to the facts. */
export const Proof = z.object({ flips: z.boolean(), newlyAllowed: z.array(NewlyAllowed) });
export type Proof = z.infer<typeof Proof>;

export const Fix = z.object({
  summary: z.string(),
  /** Argument lists; quoted only when shown. */
  commands: z.array(z.array(z.string())),
  risk: z.string(),
  rollback: z.string(),
  proof: Proof.optional(),
});
export type Fix = z.infer<typeof Fix>;

export const Severity = z.enum(["critical", "high", "medium", "low", "info"]);
export type Severity = z.infer<typeof Severity>;

/** proved: a predicate decided on complete facts. supported: the citations hold but nothing decides. hypothesis: otherwise. */
export const Standing = z.enum(["proved", "supported", "hypothesis"]);
export type Standing = z.infer<typeof Standing>;

export const Finding = z.object({
  rank: z.number().int(),
  title: z.string(),
  severity: Severity,
  standing: Standing,
  confidence: z.number().min(0).max(1),
  resource: ResourceRef,
  property: z.string(),
  observed: Json,
  expected: Json,
  explanation: z.string(),
  pillars: z.array(z.string()),
  evidence: z.array(Evidence),
  fix: Fix.optional(),
  /** The check that decided, for readers of the record. */
  check: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;

export const RuledOut = z.object({ check: z.string(), evidence: z.array(Evidence) });
export type RuledOut = z.infer<typeof RuledOut>;

export const Verdict = z.enum(["fault-found", "no-fault-found", "inconclusive", "answered"]);
export type Verdict = z.infer<typeof Verdict>;

export const Answer = z.object({
  verdict: Verdict,
  decidedBy: z.string(),
  summary: z.string(),
  findings: z.array(Finding),
  ruledOut: z.array(RuledOut),
  gaps: z.array(z.string()),
  rejectedClaims: z.array(z.object({ text: z.string(), why: z.string() })),
});
export type Answer = z.infer<typeof Answer>;
