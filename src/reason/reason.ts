import type { Answer } from "../core/finding.ts";
import type { EventBody } from "../core/event.ts";
import type { Facts } from "../core/facts.ts";
import type { ProbeRequest } from "../core/probe.ts";
import type { Question } from "../core/question.ts";
import type { AttemptError, Diagnostic, Script } from "../core/script.ts";

export interface Task {
  readonly task: string;
  readonly reason: string;
  /** Set by the playbook reasoner: the probe that does it. */
  readonly probe?: ProbeRequest;
}

export interface Situation {
  readonly question: Question;
  readonly facts: Facts;
  /** 1 for the first round of planning. */
  readonly iteration: number;
  /** Rounds of collecting that are left. */
  readonly left: number;
  /** Everything asked for so far, with how it ended; nothing is to be asked for twice. */
  readonly tried: readonly (Task & { readonly status: "done" | "abandoned" })[];
  readonly region: string;
  readonly now: string;
}

export type Plan =
  | {
      readonly kind: "collect";
      readonly why: string;
      readonly tasks: readonly Task[];
      readonly verdicts: readonly VerdictEvent[];
      readonly playbook?: string;
    }
  | {
      readonly kind: "conclude";
      readonly why: string;
      readonly verdicts: readonly VerdictEvent[];
      readonly playbook?: string;
    };

export type VerdictEvent = Extract<EventBody, { kind: "verdict" }>;

/** Who decides. Every answer is schema-checked data; none of these touches the cloud. Implementations may throw AppError only. */
export interface Reasoner {
  /** What the record calls it: `playbook` or a model id. */
  readonly name: string;
  /** Reads the question; runs before any text from the cloud. `window` is the default or the user's own. */
  route(input: {
    text: string;
    window: { from: string; to: string };
    now: string;
    signal?: AbortSignal;
  }): Promise<{ question: Question; playbook?: string }>;
  plan(situation: Situation, signal?: AbortSignal): Promise<Plan>;
  /** Task → script; `policy` is derived by code afterwards, a proposal can only narrow it. */
  write(
    task: Task,
    situation: Situation,
    signal?: AbortSignal,
  ): Promise<Pick<Script, "code" | "requirements" | "origin">>;
  repair(
    input: {
      task: Task;
      script: Script;
      error: AttemptError;
      diagnostics: readonly Diagnostic[];
      attempt: number;
    },
    situation: Situation,
    signal?: AbortSignal,
  ): Promise<Pick<Script, "code" | "requirements" | "origin"> | undefined>;
  conclude(
    situation: Situation,
    signal?: AbortSignal,
  ): Promise<Omit<Answer, "rejectedClaims" | "decidedBy"> & { rejectedClaims?: Answer["rejectedClaims"] }>;
}
