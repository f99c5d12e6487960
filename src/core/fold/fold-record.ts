import type { Call } from "../call.ts";
import { AppError } from "../errors.ts";
import type { Event, EventKind } from "../event.ts";
import type { Answer } from "../finding.ts";
import { exchangesOf, foldModels } from "./fold-models.ts";
import { foldSteps } from "./fold-steps.ts";
import type { RunError, RunRecord, Usage } from "../record/record.ts";
import { schemaVersion } from "../record/record.ts";

/**
 * The record of an `ask` from its events; of a run that has not ended, or was cancelled before it answered, a partial one that says so:
 * status, `errors` and the answer's `gaps`. Throws only where there is no `run-start`.
 */
export function foldRecord(events: readonly Event[]): RunRecord {
  const start = startOf(events);
  const end = endOf(events);
  const calls = callsOf(events);
  return {
    schemaVersion,
    id: start.run,
    question: start.question,
    status: end?.status ?? "failed",
    startedAt: start.at,
    ...(end && { finishedAt: end.at }),
    iterations: roundsOf(events),
    mode: lastOf(events, "answer")?.mode ?? "playbook",
    scope: start.scope,
    grant: start.grant,
    sandbox: start.sandbox,
    steps: foldSteps(events),
    calls,
    answer: lastOf(events, "answer")?.answer ?? unanswered(events),
    usage: usageOf(events, calls),
    errors: end?.errors ?? [notEnded(start.run)],
    ...(end?.audit && { audit: end.audit }),
  };
}

export type EventOf<K extends EventKind> = Extract<Event, { kind: K }>;

export function startOf(events: readonly Event[]): EventOf<"run-start"> {
  const start = events.find((event) => event.kind === "run-start");
  if (!start) throw new AppError("bug", "The event log does not begin with run-start.");
  return start;
}

/** What may be named without a call: the question, and who asks where. */
export function knownWithoutCalls({ question, scope }: EventOf<"run-start">): readonly string[] {
  return [
    question,
    scope.account,
    scope.identity,
    ...(scope.targets ?? []).flatMap(({ account, identity }) => [account, identity]),
    ...(scope.unreached ?? []).flatMap(({ what, why }) => [what, why]),
  ];
}

/** How the run ended; undefined while it goes on, and again once it was taken up anew. */
export function endOf(events: readonly Event[]): EventOf<"run-end"> | undefined {
  const last = events.findLast((event) => event.kind === "run-end" || event.kind === "run-resume");
  return last?.kind === "run-end" ? last : undefined;
}

export function lastOf<K extends EventKind>(events: readonly Event[], kind: K): EventOf<K> | undefined {
  return events.findLast((event): event is EventOf<K> => event.kind === kind);
}

export function callsOf(events: readonly Event[]): Call[] {
  return events.flatMap((event) => (event.kind === "call" ? [event.call] : [])).toSorted((a, b) => a.n - b.n);
}

/** Rounds of planning that collected something. */
export function roundsOf(events: readonly Event[]): number {
  return events.filter(
    (event) => event.kind === "plan" && event.decision === "collect" && event.tasks.length > 0,
  ).length;
}

/** `awsCalls` are those that were sent: no answer from the cache, nothing that was denied before. */
function usageOf(events: readonly Event[], calls: readonly Call[]): Usage {
  const sent = calls.filter((call) => call.decision === "allowed" && !call.cached);
  const first = events[0];
  const last = events.at(-1);
  const elapsed = first && last ? Date.parse(last.at) - Date.parse(first.at) : 0;
  return {
    models: foldModels(exchangesOf(events)),
    awsCalls: sent.length,
    awsUsd: sent.reduce((sum, call) => sum + (call.usd ?? 0), 0),
    ms: endOf(events)?.ms ?? Math.max(0, elapsed),
  };
}

function notEnded(run: string): RunError {
  return {
    code: "interrupted",
    message: "This run has not ended: either it still works, or its process died.",
    next: `nephoscope runs resume ${run}`,
  };
}

function unanswered(events: readonly Event[]): Answer {
  const decidedBy = lastOf(events, "plan")?.decidedBy ?? "playbook";
  return {
    verdict: "inconclusive",
    decidedBy,
    summary: "The run ended before there was an answer.",
    findings: [],
    ruledOut: [],
    gaps: ["Nothing was concluded: the run ended before its answer."],
    rejectedClaims: [],
  };
}
