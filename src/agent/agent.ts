import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { Broker, BrokerOptions, RecordedAnswer } from "../broker/broker.ts";
import type { Event } from "../core/event.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { RunRecord } from "../core/record/record.ts";
import type { Grant } from "../core/grant.ts";
import type { Rehearsal } from "../core/record/rehearsal.ts";
import type { Sandbox } from "../core/sandbox.ts";
import type { ScriptCheck } from "../core/script.ts";
import type { Target } from "../core/target.ts";
import type { FactReader } from "../facts/reader.ts";
import type { Reasoner, Situation } from "../reason/reason.ts";
import type { Store } from "../store/store.ts";
import type { AgentLimits } from "./limits.ts";
import type { Slots } from "./slots.ts";

/** What the agent needs of `script/`: the check of one script. Never throws for what a script may hold. */
export interface Checker {
  check(script: {
    readonly code: string;
    readonly requirements: readonly string[];
    /** Where it is to run, in a run over several places: what ARNs its policy names. */
    readonly target?: Target;
  }): Promise<ScriptCheck> | ScriptCheck;
}

/** What the agent gives when it asks for the broker of one run; `calls` and `usd` are what is left of the limits. */
export type BrokerNeeds = Pick<
  BrokerOptions,
  "lastCall" | "record" | "recorded" | "onTransportFailure" | "onCredentialsFailure" | "seconds"
> & {
  readonly calls: number;
  readonly usd: number;
};

/** Lets a script run against made-up answers first, before anything reaches the account. */
export interface Rehearse {
  /** `auto`: scripts that a model wrote; `always`: probes too. */
  readonly when: "auto" | "always" | "never";
  /** `error` is set where the script is at fault. Undefined when there was nothing to rehearse with. Never throws for what a script does. */
  run(grant: Grant, code: string, signal: AbortSignal, target?: Target): Promise<Rehearsal | undefined>;
}

export interface AgentOptions {
  readonly reasoner: Reasoner;
  readonly checker: Checker;
  readonly sandbox: Sandbox;
  readonly broker: (needs: BrokerNeeds) => Broker;
  readonly store: Store;
  /** Absent: the graph keeps no checkpoints. The event log alone is enough to resume. */
  readonly checkpointer?: BaseCheckpointSaver;
  readonly readers: readonly FactReader[];
  readonly now: () => Date;
  readonly slots?: Slots;
  readonly limits?: Partial<AgentLimits>;
  /** Absent: nothing is rehearsed. */
  readonly rehearsal?: Rehearse;
  /** Reads of earlier runs of the thread, to serve repeated ones from. */
  readonly earlier?: readonly RecordedAnswer[];
  /** For jobs that end in a `result` instead of an answer. */
  readonly result?: (situation: Situation) => Promise<Json>;
}

export interface AskStart extends Pick<RunRecord, "question" | "scope" | "grant"> {
  /** Default `ask`. */
  readonly job?: "ask" | "explain-access" | "explain-path";
  /** Kept in `run-start`, with the limits added under `limits`. */
  readonly options?: JsonObject;
}

/** A run that goes on. Iterating gives the events of this session as they are stored; not iterating costs nothing. */
export interface AgentRun extends AsyncIterable<Event> {
  readonly id: string;
  /** All events of the run, once it has ended. Rejects only when the store fails. */
  readonly finished: Promise<readonly Event[]>;
}

/** Carries a question to its answer. `signal` cancels: what is known then is concluded, and everything is kept. */
export interface Agent {
  ask(start: AskStart, options?: { signal?: AbortSignal }): Promise<AgentRun>;
  /**
   * Goes on where the event log ends, without repeating a finished step; a run that has ended, other than cancelled, is given as it is. The caller sees to it that
   * no other process still works on the run. Throws AppError `not-found`.
   */
  resume(run: string, options?: { signal?: AbortSignal }): Promise<AgentRun>;
}
