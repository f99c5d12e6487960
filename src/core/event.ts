import { z } from "zod";
import { AuditHead } from "./audit/audit-head.ts";
import { Call } from "./call.ts";
import { Answer } from "./finding.ts";
import { Ceiling, Mandate } from "./grant.ts";
import { Json } from "./json/json.ts";
import { ProbeRequest } from "./probe.ts";
import { Question } from "./question.ts";
import { Mode, RunError, RunStatus, Scope } from "./record/record.ts";
import { Rehearsal } from "./record/rehearsal.ts";
import { AttemptError, Diagnostic, Outcome, Script } from "./script.ts";
import { Target } from "./target.ts";

const attemptOf = { step: z.number().int(), attempt: z.number().int() };

/** What happened, without the envelope. Each kind is noun-action; a reader ignores kinds that it does not know. */
export const EventBody = z.discriminatedUnion("kind", [
  /** The run begins. `job` says which fold reads it: `ask`, `explain-access`, `explain-path`, `script-run`. */
  z.object({
    kind: z.literal("run-start"),
    job: z.enum(["ask", "explain-access", "explain-path", "script-run"]),
    question: z.string(),
    scope: Scope,
    grant: z.object({ ceiling: Ceiling, mandate: Mandate }),
    sandbox: z.string(),
    /** Limits and flags that a resumed run needs again. */
    options: Json,
  }),
  /** What code read from the question, before any text from the cloud. */
  z.object({ kind: z.literal("question-read"), question: Question, playbook: z.string().optional() }),
  /** A person or a new process took the run up again. */
  z.object({ kind: z.literal("run-resume"), from: z.number().int() }),
  z.object({
    kind: z.literal("plan"),
    iteration: z.number().int(),
    decidedBy: z.string(),
    decision: z.enum(["collect", "conclude"]),
    /** One sentence for a person. */
    why: z.string(),
    playbook: z.string().optional(),
    tasks: z.array(
      z.object({
        step: z.number().int(),
        task: z.string(),
        reason: z.string(),
        probe: ProbeRequest.optional(),
        target: Target.optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal("script-written"),
    ...attemptOf,
    iteration: z.number().int(),
    task: z.string(),
    reason: z.string(),
    target: Target.optional(),
    decidedBy: z.string(),
    script: Script,
  }),
  z.object({
    kind: z.literal("script-checked"),
    ...attemptOf,
    accepted: z.boolean(),
    diagnostics: z.array(Diagnostic),
    script: Script,
    error: AttemptError.optional(),
  }),
  /** The script ran against made-up answers first. Not accepted: it goes back to be repaired, and no call was made. */
  z.object({
    kind: z.literal("script-rehearsed"),
    ...attemptOf,
    accepted: z.boolean(),
    rehearsal: Rehearsal.optional(),
  }),
  z.object({ kind: z.literal("attempt-start"), ...attemptOf }),
  z.object({ kind: z.literal("call"), attempt: z.number().int(), call: Call }),
  z.object({
    kind: z.literal("attempt-end"),
    ...attemptOf,
    outcome: Outcome,
    error: AttemptError.optional(),
    output: Json.optional(),
  }),
  z.object({ kind: z.literal("step-end"), step: z.number().int(), status: z.enum(["done", "abandoned"]) }),
  /** Recorded responses became facts. Counts only: the facts are a fold of the calls. */
  z.object({
    kind: z.literal("facts"),
    iteration: z.number().int(),
    resources: z.number().int(),
    added: z.number().int(),
    types: z.record(z.string(), z.number().int()),
  }),
  /** What one check or analyzer said in this iteration. `detail` is for people: the way of a packet, the statement that decides. */
  z.object({
    kind: z.literal("verdict"),
    iteration: z.number().int(),
    check: z.string(),
    result: z.enum(["fault", "fine", "needs", "gap"]),
    text: z.string(),
    detail: Json.optional(),
  }),
  z.object({
    kind: z.literal("limit"),
    which: z.enum(["iterations", "attempts", "time", "calls", "budget"]),
    text: z.string(),
  }),
  z.object({ kind: z.literal("note"), text: z.string() }),
  /** One exchange with a model; its text is kept as bodies under these digests. `step` and `attempt` where it was about a script. */
  z.object({
    kind: z.literal("model"),
    role: z.string(),
    model: z.string(),
    /** `coder/write@1`. */
    prompt: z.string(),
    step: z.number().int().optional(),
    attempt: z.number().int().optional(),
    /** What was sent, secrets blinded and with aliases where they were wanted. */
    promptDigest: z.string(),
    /** What followed in the same exchange: an answer that could not be used, and what was said to it. */
    turnsDigest: z.string().optional(),
    /** What the model wrote. */
    answerDigest: z.string().optional(),
    /** What stands for what in both; never leaves this machine. */
    aliasesDigest: z.string().optional(),
    inputTokens: z.number().int(),
    cachedTokens: z.number().int(),
    outputTokens: z.number().int(),
    /** Counted by us, for want of the provider's count. */
    estimated: z.boolean(),
    requests: z.number().int(),
    usd: z.number(),
    ms: z.number(),
    failure: z.object({ kind: z.string(), message: z.string() }).optional(),
  }),
  z.object({ kind: z.literal("answer"), answer: Answer, mode: Mode }),
  /** The result of `explain` or `script run`, as its contract shows it, without `calls`. */
  z.object({ kind: z.literal("result"), result: Json }),
  /** `audit`: where the store's audit chain stood; the store itself says it. */
  z.object({
    kind: z.literal("run-end"),
    status: RunStatus,
    errors: z.array(RunError),
    ms: z.number(),
    audit: AuditHead.optional(),
  }),
]);
export type EventBody = z.infer<typeof EventBody>;

export const Envelope = z.object({ run: z.string(), seq: z.number().int().min(1), at: z.string() });

/** One line of the event log: `seq` without gaps from 1. */
export const Event = Envelope.and(EventBody);
export type Event = z.infer<typeof Envelope> & EventBody;
export type EventKind = EventBody["kind"];
