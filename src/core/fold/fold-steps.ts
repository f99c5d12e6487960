import type { Event } from "../event.ts";
import { exchangesOf, foldModels } from "./fold-models.ts";
import type { Attempt, Step } from "../record/record.ts";

interface Draft {
  readonly step: number;
  readonly iteration: number;
  readonly task: string;
  readonly reason: string;
  readonly target?: Step["target"];
  readonly decidedBy: string;
  readonly script: Step["script"];
  readonly attempts: ReadonlyMap<number, Attempt>;
  readonly calls: readonly number[];
  readonly output?: Step["output"];
  readonly status: Step["status"];
}

/** The steps that got a script. One that never ended counts as abandoned; an attempt that was begun again is told once, as it ended. */
export function foldSteps(events: readonly Event[]): Step[] {
  const drafts = new Map<number, Draft>();
  for (const event of events) {
    const step = stepOf(event);
    if (step === undefined) continue;
    const next = withEvent(drafts.get(step), event);
    if (next) drafts.set(step, next);
  }
  const exchanges = Map.groupBy(exchangesOf(events), ({ step }) => step);
  return [...drafts.values()]
    .toSorted((a, b) => a.step - b.step)
    .map(({ attempts, calls, output, target, ...draft }) => ({
      ...draft,
      ...(exchanges.has(draft.step) && { models: foldModels(exchanges.get(draft.step) ?? []) }),
      ...(target && { target }),
      attempts: [...attempts.values()].toSorted((a, b) => a.attempt - b.attempt),
      calls: calls.toSorted((a, b) => a - b),
      ...(output !== undefined && { output }),
    }));
}

function stepOf(event: Event): number | undefined {
  if (event.kind === "call") return event.call.step;
  return "step" in event ? event.step : undefined;
}

function withEvent(draft: Draft | undefined, event: Event): Draft | undefined {
  if (event.kind === "script-written") {
    const { step, iteration, task, reason, target, decidedBy, script } = event;
    const before = draft ?? { attempts: new Map(), calls: [], status: "abandoned" as const };
    return { ...before, step, iteration, task, reason, ...(target && { target }), decidedBy, script };
  }
  if (!draft) return undefined;
  if (event.kind === "script-checked") {
    const { attempt, diagnostics, script, error } = event;
    const checked: Attempt = {
      attempt,
      verdict: event.accepted ? "ran" : "rejected",
      diagnostics,
      ...(error && { error }),
    };
    return { ...draft, script, attempts: new Map([...draft.attempts, [attempt, checked]]) };
  }
  if (event.kind === "script-rehearsed") {
    const { attempt, accepted, rehearsal } = event;
    const error = accepted ? undefined : rehearsal?.error;
    return withAttempt(draft, attempt, {
      verdict: accepted ? "ran" : "rejected",
      ...(rehearsal && { rehearsal }),
      ...(error && { error }),
    });
  }
  if (event.kind === "attempt-start") return withAttempt(draft, event.attempt, { verdict: "ran" });
  if (event.kind === "attempt-end") {
    const { outcome, error, output } = event;
    const ended = withAttempt(draft, event.attempt, { verdict: "ran", outcome, ...(error && { error }) });
    return { ...ended, ...(output !== undefined && { output }) };
  }
  if (event.kind === "call") return { ...draft, calls: [...draft.calls, event.call.n] };
  return event.kind === "step-end" ? { ...draft, status: event.status } : draft;
}

function withAttempt(draft: Draft, attempt: number, more: Partial<Attempt>): Draft {
  const before = draft.attempts.get(attempt) ?? { attempt, verdict: "ran", diagnostics: [] };
  return { ...draft, attempts: new Map([...draft.attempts, [attempt, { ...before, ...more }]]) };
}
