import { settleAnswer } from "../agent/settle-answer.ts";
import { standingCalls } from "../agent/standing-calls.ts";
import { digestOf } from "../core/digest.ts";
import { AppError } from "../core/errors.ts";
import type { Answer } from "../core/finding.ts";
import { foldRecord, knownWithoutCalls, lastOf, roundsOf, startOf } from "../core/fold-record.ts";
import { Json } from "../core/json.ts";
import type { Store } from "../core/store.ts";
import { factsOf } from "../facts/fact-base.ts";
import type { FactReader } from "../facts/reader.ts";
import type { Reasoner, Situation } from "../reason/reason.ts";
import { recordedCalls } from "./recorded-calls.ts";
import { eventsOfRun } from "./runs.ts";

export interface ReplayResult {
  readonly id: string;
  /** Verdict, findings with their evidence, and what was ruled out are the same. */
  readonly same: boolean;
  /** Members of the answer that differ. */
  readonly differences: readonly string[];
  readonly recorded: Answer;
  /** What the analysis says now. */
  readonly answer: Answer;
  /** What today's analysis would read besides. */
  readonly wanted: readonly string[];
}

/** Analyses the recorded responses of an `ask` again, with no network, and compares. Throws AppError `not-found`, or `usage` for other jobs. */
export async function replayRun(
  store: Store,
  idOrPrefix: string,
  { reasoner, readers }: { reasoner: Reasoner; readers: readonly FactReader[] },
): Promise<ReplayResult> {
  const events = await eventsOfRun(store, idOrPrefix);
  const start = startOf(events);
  const read = lastOf(events, "question-read");
  if (start.job !== "ask" || !read)
    throw new AppError(
      "usage",
      `Only a run of "ask" whose question was read can be replayed; ${start.run} is none.`,
    );
  const calls = await recordedCalls(store, events);
  const record = foldRecord(events);
  const rounds = roundsOf(events);
  const tasks = new Map(
    events.flatMap((event) =>
      event.kind === "plan" ? event.tasks.map((task) => [task.step, task] as const) : [],
    ),
  );
  const situation: Situation = {
    question: read.question,
    facts: factsOf(standingCalls(events, calls), readers, start.scope.account),
    iteration: rounds + 1,
    left: 0,
    tried: record.steps.flatMap(({ step, status }) => {
      const { task, reason, probe, target } = tasks.get(step) ?? {};
      return task === undefined || reason === undefined
        ? []
        : [{ task, reason, status, ...(probe && { probe }), ...(target && { target }) }];
    }),
    region: start.scope.regions[0] ?? "us-east-1",
    ...(start.scope.targets && { targets: start.scope.targets }),
    ...(start.scope.unreached && { unreached: start.scope.unreached }),
    now: start.at,
  };
  const plan = await reasoner.plan(situation);
  const draft = await reasoner.conclude(situation);
  const replayed = settleAnswer({
    draft,
    calls,
    known: knownWithoutCalls(start),
    decidedBy: reasoner.name,
  });
  const compared = ["verdict", "findings", "ruledOut"] as const;
  const differences = compared.filter(
    (member) => digestOf(Json.parse(replayed[member])) !== digestOf(Json.parse(record.answer[member])),
  );
  return {
    id: start.run,
    same: differences.length === 0,
    differences,
    recorded: record.answer,
    answer: replayed,
    wanted: plan.kind === "collect" ? plan.tasks.map((task) => task.task) : [],
  };
}
