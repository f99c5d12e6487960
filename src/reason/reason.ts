import type { Answer } from "../core/finding.ts";
import type { EventBody } from "../core/event.ts";
import type { Facts } from "../core/facts.ts";
import type { Json } from "../core/json/json.ts";
import type { ProbeRequest } from "../core/probe.ts";
import type { Question } from "../core/question.ts";
import type { AttemptError, Diagnostic, Script } from "../core/script.ts";
import type { ReadTarget, Target, Unreached } from "../core/target.ts";

export interface Task {
  readonly task: string;
  readonly reason: string;
  /** Set by the playbook reasoner: the probe that does it. */
  readonly probe?: ProbeRequest;
  /** Where it is to be done; absent in a run over several places: in each of them. */
  readonly target?: Target;
}

export interface Situation {
  readonly question: Question;
  readonly facts: Facts;
  /** 1 for the first round of planning. */
  readonly iteration: number;
  /** Rounds of collecting that are left. */
  readonly left: number;
  /** Everything asked for so far, with how it ended; nothing is to be asked for twice. */
  readonly tried: readonly (Task & {
    readonly status: "done" | "abandoned";
    readonly output?: Json;
    /** Numbers of the calls that it made. */
    readonly calls?: readonly number[];
  })[];
  /** The last round of collecting made no call that was not made before. */
  readonly idle?: boolean;
  readonly region: string;
  /** The accounts and regions of the run, where there is more than one. */
  readonly targets?: readonly ReadTarget[];
  /** What was asked for and could not be opened. */
  readonly unreached?: readonly Unreached[];
  readonly now: string;
}

export type Plan =
  | {
      readonly kind: "collect";
      readonly why: string;
      readonly tasks: readonly Task[];
      readonly verdicts: readonly VerdictEvent[];
      readonly playbook?: string;
      /** Who decided, where it was not the reasoner as a whole. */
      readonly decidedBy?: string;
    }
  | {
      readonly kind: "conclude";
      readonly why: string;
      readonly verdicts: readonly VerdictEvent[];
      readonly playbook?: string;
      readonly decidedBy?: string;
    };

export type VerdictEvent = Extract<EventBody, { kind: "verdict" }>;

export type Written = Pick<Script, "code" | "requirements" | "origin"> & { readonly decidedBy?: string };

/** An answer before its claims are verified. */
export type Draft = Omit<Answer, "rejectedClaims" | "decidedBy"> & {
  readonly rejectedClaims?: Answer["rejectedClaims"];
  readonly decidedBy?: string;
};

/** One exchange with a model, as it is told to the run: its tokens, money and time, and its text, which is stored by digest. */
export interface Exchange {
  readonly event: Omit<
    Extract<EventBody, { kind: "model" }>,
    "kind" | "promptDigest" | "turnsDigest" | "answerDigest" | "aliasesDigest" | "step" | "attempt"
  >;
  /** What the model was told, as it was sent; plain JSON. */
  readonly messages: Json;
  /** What followed: an answer that could not be used, and what was said to it. */
  readonly turns?: Json;
  /** What the model wrote. */
  readonly answer?: string;
  /** What stands for what in these texts. */
  readonly aliases?: Json;
}

/** What a decision may use of the run that it is made for. */
export interface During {
  readonly signal?: AbortSignal;
  /** Puts an exchange with a model on record. */
  readonly tell?: (exchange: Exchange) => Promise<void>;
  /** What a model said to exactly this before the run was interrupted: a finished exchange is not made again. */
  readonly recall?: (asked: Asked) => Promise<string | undefined>;
  /** Leaves a sentence on record. */
  readonly note?: (text: string) => Promise<void>;
}

/** One question to one model, as a record knows it again. */
export interface Asked extends Pick<Exchange["event"], "model" | "prompt"> {
  readonly messages: Json;
}

/** Who decides. Every answer is schema-checked data; none of these touches the cloud. Implementations may throw AppError only. */
export interface Reasoner {
  /** What the record calls it: `playbook` or a model id. */
  readonly name: string;
  /** Reads the question; runs before any text from the cloud. `window` is the default or the user's own. */
  route(
    input: { text: string; window: { from: string; to: string }; now: string },
    during?: During,
  ): Promise<{ question: Question; playbook?: string }>;
  plan(situation: Situation, during?: During): Promise<Plan>;
  /** Task → script; `policy` is derived by code afterwards, a proposal can only narrow it. */
  write(task: Task, situation: Situation, during?: During): Promise<Written>;
  /** Another script after one that failed; undefined gives the step up. */
  repair(
    input: {
      task: Task;
      script: Script;
      error: AttemptError;
      diagnostics: readonly Diagnostic[];
      attempt: number;
    },
    situation: Situation,
    during?: During,
  ): Promise<Written | undefined>;
  conclude(situation: Situation, during?: During): Promise<Draft>;
}
