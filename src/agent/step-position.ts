import type { Event } from "../core/event.ts";
import type { EventOf } from "../core/fold/fold-record.ts";
import type { AttemptError, Diagnostic, Script } from "../core/script.ts";
import type { Task } from "../reason/reason.ts";

/** How far a step has come, read from its events. */
export interface StepState {
  readonly step: number;
  readonly iteration: number;
  readonly task: Task;
  /** 0 before the first script. */
  readonly attempt: number;
  readonly script?: Script;
  readonly diagnostics: readonly Diagnostic[];
  readonly phase: "unwritten" | "written" | "accepted" | "rehearsed" | "failed" | "ran" | "ended";
  /** Of the last attempt, when it failed. */
  readonly error?: AttemptError;
}

export type StepPosition = "write" | "check" | "run" | "close" | "end";

const afterPhase = {
  unwritten: "write",
  written: "check",
  accepted: "run",
  rehearsed: "run",
  ran: "close",
  ended: "end",
} as const;

/** What is to be done next for a step. */
export function stepPositionOf(state: StepState, maxAttempts: number): StepPosition {
  if (state.phase === "failed") return state.attempt < maxAttempts ? "write" : "close";
  return afterPhase[state.phase];
}

/** Throws nothing: a step that no plan holds is one that has ended. */
export function stepStateOf(events: readonly Event[], step: number): StepState {
  const plan = events.findLast(
    (event): event is EventOf<"plan"> =>
      event.kind === "plan" && event.tasks.some((task) => task.step === step),
  );
  const planned = plan?.tasks.find((task) => task.step === step);
  const { task = "", reason = "", probe, target } = planned ?? {};
  const start: StepState = {
    step,
    iteration: plan?.iteration ?? 0,
    task: { task, reason, ...(probe && { probe }), ...(target && { target }) },
    attempt: 0,
    diagnostics: [],
    phase: planned ? "unwritten" : "ended",
  };
  return events.reduce(
    (state, event) => ("step" in event && event.step === step ? advanced(state, event) : state),
    start,
  );
}

function advanced(state: StepState, event: Event): StepState {
  if (event.kind === "script-written") {
    const { error: _error, ...rest } = state;
    return { ...rest, attempt: event.attempt, script: event.script, diagnostics: [], phase: "written" };
  }
  if (event.kind === "script-checked") {
    const { script, diagnostics, error } = event;
    return {
      ...state,
      script,
      diagnostics,
      ...(error && { error }),
      phase: event.accepted ? "accepted" : "failed",
    };
  }
  if (event.kind === "script-rehearsed") {
    const error = event.accepted ? undefined : event.rehearsal?.error;
    return { ...state, ...(error && { error }), phase: event.accepted ? "rehearsed" : "failed" };
  }
  if (event.kind === "attempt-end")
    return { ...state, ...(event.error && { error: event.error }), phase: event.error ? "failed" : "ran" };
  return event.kind === "step-end" ? { ...state, phase: "ended" } : state;
}
