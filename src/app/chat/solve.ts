import type { Asking } from "../../core/asking.ts";
import { foldSolution } from "../../core/fold/fold-solution.ts";
import type { Solution } from "../../core/record/solution.ts";
import { ask, type AskJob } from "../ask.ts";
import { eventsOfRun } from "../runs/runs.ts";

/** Asks, and gives the whole way from the problem to the suggestion as one document for another agent. */
export function solve(job: AskJob): Asking & { readonly solution: Promise<Solution> } {
  const asking = ask(job);
  const solution = asking.record.then(async ({ id }) =>
    foldSolution(await eventsOfRun(job.workshop.store(), id)),
  );
  solution.catch(() => undefined);
  return Object.assign(asking, { solution });
}
