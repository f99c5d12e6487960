import type { Event } from "../core/event.ts";
import { lastOf, roundsOf } from "../core/fold/fold-record.ts";

export type Position = "route" | "plan" | "collect" | "learn" | "conclude" | "end";

/** Where a run stands: a pure function of its events, so that a resumed run goes on exactly there. */
export function positionOf(events: readonly Event[]): Position {
  if (!lastOf(events, "question-read")) return "route";
  const plan = lastOf(events, "plan");
  if (!plan) return "plan";
  if (plan.decision === "conclude" || plan.tasks.length === 0) {
    // What was said in a hurry when somebody interrupted is not what the run comes to when it goes on.
    const interrupted = events.findLast((event) => event.kind === "run-end" && event.status === "cancelled");
    const since = Math.max(plan.seq, interrupted?.seq ?? 0);
    return events.some((event) => event.seq > since && (event.kind === "answer" || event.kind === "result"))
      ? "end"
      : "conclude";
  }
  if (openSteps(events).length > 0) return "collect";
  const learnt = events.some((event) => event.kind === "facts" && event.iteration === plan.iteration);
  return learnt ? "plan" : "learn";
}

/** Steps of the last plan that have not ended. */
export function openSteps(events: readonly Event[]): readonly number[] {
  const ended = new Set(events.flatMap((event) => (event.kind === "step-end" ? [event.step] : [])));
  const tasks = lastOf(events, "plan")?.tasks ?? [];
  return tasks.map((task) => task.step).filter((step) => !ended.has(step));
}

export interface Bounds {
  readonly iterations: number;
  readonly calls: number;
  readonly usd: number;
}

/** The bound that keeps the run from collecting more, if any. */
export function boundOf(
  events: readonly Event[],
  bounds: Bounds,
): "iterations" | "calls" | "budget" | undefined {
  if (roundsOf(events) >= bounds.iterations) return "iterations";
  const { calls, usd } = spentBy(events);
  if (calls >= bounds.calls) return "calls";
  return usd > 0 && usd >= bounds.usd ? "budget" : undefined;
}

/** What was sent so far, and what it cost. */
export function spentBy(events: readonly Event[]): { readonly calls: number; readonly usd: number } {
  const sent = events.flatMap((event) =>
    event.kind === "call" && event.call.decision === "allowed" && !event.call.cached ? [event.call] : [],
  );
  return { calls: sent.length, usd: sent.reduce((sum, call) => sum + (call.usd ?? 0), 0) };
}
