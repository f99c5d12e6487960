import { z } from "zod";
import { AttemptError, Outcome } from "../script.ts";

/**
 * What a rehearsed account is like. `minimal`: one of each thing, with what AWS usually tells of it. `empty`: there is nothing. `paged`: as minimal, every list in
 * two pages. `enum`: everything that AWS may tell, enum values and flags in turn. `denied`, `throttled`: every call is. `not-found`: what a call names does not exist.
 */
export const Situation = z.enum(["minimal", "empty", "paged", "enum", "denied", "throttled", "not-found"]);
export type Situation = z.infer<typeof Situation>;

/** How a script did in one situation. Rehearsed calls are never facts: only their number is kept. */
export const RehearsedSituation = z.object({
  situation: Situation,
  /** Which of the enum values stood everywhere (`enum` only). */
  turn: z.number().int().optional(),
  /**
   * passed: it ended as it should. stopped: it ended itself, or with the error that AWS gave it: no fault. doubtful: it failed on a value that a rehearsal
   * cannot make as AWS would. crashed, denied (by the grant), unread-page (a list has another page), too-long: the script's fault.
   */
  result: z.enum(["passed", "stopped", "doubtful", "crashed", "denied", "unread-page", "too-long"]),
  /** 1-based line of the script, where the failure names one. */
  line: z.number().int().optional(),
  exception: z.string().optional(),
  /** For people: what went wrong. */
  text: z.string().optional(),
  calls: z.number().int(),
  ms: z.number(),
});
export type RehearsedSituation = z.infer<typeof RehearsedSituation>;

/** A rehearsal of one script: the outcome and error of the first situation at fault, else of the first one. */
export const Rehearsal = z.object({
  outcome: Outcome,
  error: AttemptError.optional(),
  situations: z.array(RehearsedSituation).optional(),
});
export type Rehearsal = z.infer<typeof Rehearsal>;
