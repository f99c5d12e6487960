import { z } from "zod";
import { Severity, Verdict } from "../../core/finding.ts";

/** What models answer with. All members are required and closed, so that providers can hold a model to them; what is absent is null. */

export const RouteShape = z.strictObject({
  /** Names and ids in the question's own words. */
  subjects: z.array(
    z.strictObject({
      text: z.string(),
      type: z.string().nullable(),
      role: z.enum(["source", "target", "subject", "compared"]),
    }),
  ),
  symptoms: z.array(z.string()),
  asks: z.enum(["cause", "facts", "health"]),
});
export type RouteShape = z.infer<typeof RouteShape>;

export const FollowUpShape = z.strictObject({
  /** The question in full; null: it stands by itself, or nobody can tell what is meant. */
  question: z.string().nullable(),
});

export const PlanShape = z.strictObject({
  decision: z.enum(["collect", "conclude"]),
  why: z.string(),
  tasks: z.array(
    z.strictObject({
      task: z.string(),
      reason: z.string(),
      /** Id of a probe that does it; null: a script is to be written. */
      probe: z.string().nullable(),
      variables: z.array(z.strictObject({ name: z.string(), values: z.array(z.string()) })),
    }),
  ),
});
export type PlanShape = z.infer<typeof PlanShape>;

export const ReviewShape = z.strictObject({
  approve: z.boolean(),
  concerns: z.array(z.strictObject({ line: z.number().int().nullable(), text: z.string() })),
});
export type ReviewShape = z.infer<typeof ReviewShape>;

export const ClaimShape = z.strictObject({
  title: z.string(),
  severity: Severity,
  resource: z.strictObject({ type: z.string(), id: z.string() }),
  property: z.string(),
  /** What stands there, as JSON text; quoted or not. */
  observed: z.string(),
  expected: z.string(),
  explanation: z.string(),
  evidence: z.array(
    z.strictObject({ call: z.number().int(), pointer: z.string(), query: z.string().nullable() }),
  ),
});
export type ClaimShape = z.infer<typeof ClaimShape>;

export const AnswerShape = z.strictObject({
  verdict: Verdict,
  summary: z.string(),
  /** Numbers of the findings of code that explain the question, the root cause first. */
  causes: z.array(z.string()),
  claims: z.array(ClaimShape),
  gaps: z.array(z.string()),
});
export type AnswerShape = z.infer<typeof AnswerShape>;

export const shapes = {
  route: RouteShape,
  "follow-up": FollowUpShape,
  plan: PlanShape,
  review: ReviewShape,
  answer: AnswerShape,
} as const;
