import { settleAnswer } from "../../agent/settle-answer.ts";
import { digestOf } from "../../core/json/digest.ts";
import type { Answer } from "../../core/finding.ts";
import { knownWithoutCalls } from "../../core/fold/fold-record.ts";
import { Json } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import type { FactReader } from "../../facts/reader.ts";
import type { Reasoner } from "../../reason/reason.ts";
import { situationOfRun } from "../prompts/situation-of-run.ts";

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
  const { situation, record, start, calls } = await situationOfRun(store, idOrPrefix, readers);
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
