import { standingCalls } from "../../agent/standing-calls.ts";
import type { RecordedCall } from "../../core/call.ts";
import { AppError } from "../../core/errors.ts";
import { foldRecord, lastOf, roundsOf, startOf } from "../../core/fold/fold-record.ts";
import type { RunRecord } from "../../core/record/record.ts";
import type { Store } from "../../core/store.ts";
import { factsOf } from "../../facts/fact-base.ts";
import type { FactReader } from "../../facts/reader.ts";
import type { Situation } from "../../reason/reason.ts";
import { recordedCalls } from "../runs/recorded-calls.ts";
import { eventsOfRun } from "../runs/runs.ts";

export interface SituationOfRun {
  readonly situation: Situation;
  readonly record: RunRecord;
  readonly start: ReturnType<typeof startOf>;
  readonly calls: readonly RecordedCall[];
}

/** What a run knew when it ended, from the store alone. Throws AppError `not-found`, or `usage` for other jobs than `ask`. */
export async function situationOfRun(
  store: Store,
  idOrPrefix: string,
  readers: readonly FactReader[],
): Promise<SituationOfRun> {
  const events = await eventsOfRun(store, idOrPrefix);
  const start = startOf(events);
  const read = lastOf(events, "question-read");
  if (start.job !== "ask" || !read)
    throw new AppError("usage", `${start.run} is no run of "ask" whose question was read.`, {
      next: "nephoscope runs list",
    });
  const record = foldRecord(events);
  const calls = await recordedCalls(store, events);
  const planned = new Map(
    events.flatMap((event) =>
      event.kind === "plan" ? event.tasks.map((task) => [task.step, task] as const) : [],
    ),
  );
  const situation: Situation = {
    question: read.question,
    facts: factsOf(standingCalls(events, calls), readers, start.scope.account),
    iteration: roundsOf(events) + 1,
    left: 0,
    tried: record.steps.map(({ step, task, reason, status, output, calls: made }) => {
      const { probe, target } = planned.get(step) ?? {};
      return {
        task,
        reason,
        status,
        calls: made,
        ...(probe && { probe }),
        ...(target && { target }),
        ...(output !== undefined && { output }),
      };
    }),
    region: start.scope.regions[0] ?? "us-east-1",
    ...(start.scope.targets && { targets: start.scope.targets }),
    ...(start.scope.unreached && { unreached: start.scope.unreached }),
    now: start.at,
  };
  return { situation, record, start, calls };
}
