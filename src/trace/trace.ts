import type { Json } from "../core/json/json.ts";

/** One part of a run as it is told to a tracing system; its children lie within it in time. */
export interface Span {
  /** Unique in the run and the same whenever the run is told again: `run`, `iteration/1`, `step/2`, `step/2/attempt/1`, `call/7`, `model/12`. */
  readonly key: string;
  /** Absent for the run itself. */
  readonly parent?: string;
  readonly about:
    | { readonly kind: "run" | "iteration" | "step" | "attempt" }
    | { readonly kind: "model"; readonly exchange: TracedExchange }
    | { readonly kind: "call"; readonly call: TracedCall };
  readonly name: string;
  /** ISO. */
  readonly start: string;
  readonly end: string;
  readonly status: "ok" | "error" | "unfinished";
  /** Why, where it is an error; `type` is of a small set of words. */
  readonly error?: { readonly type: string; readonly message: string };
  /** Numbers and words about it, small. */
  readonly facts: Readonly<Record<string, Json>>;
  /** What went in and what came out, as far as it may be told. */
  readonly input?: Readonly<Record<string, Json>>;
  readonly output?: Readonly<Record<string, Json>>;
}

export interface TracedExchange {
  readonly role: string;
  /** Id in the registry. */
  readonly model: string;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

export interface TracedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly status: number;
}

/** A run as a tree of spans: parents before their children, the run first. Redacted. */
export interface Trace {
  readonly run: string;
  readonly spans: readonly Span[];
}

/** How sending ended, in words for a person; they hold no key. */
export type Sent =
  | { readonly kind: "sent"; readonly to: string; readonly spans: number }
  | { readonly kind: "failed"; readonly to: string; readonly why: string };

/** A system that traces are sent to. */
export interface TraceSink {
  /** `LangSmith` or `OTLP`. */
  readonly name: string;
  /** Whether it gets prompts and answers of models, and (OTLP) code and outputs. */
  readonly contents: boolean;
  /** Sends one run. Never throws, and ends soon after `signal` fires. */
  send(trace: Trace, signal: AbortSignal): Promise<Sent>;
}
