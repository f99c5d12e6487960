import type { RunContext } from "../run-context.ts";
import type { Draft } from "../../reason/reason.ts";

/** How long concluding may take once the run was cut short. */
const hurriedMilliseconds = 3000;

/** Asks for the answer. A run that was cut short gets what can be said quickly; where nothing can, a draft that says so. */
export async function conclude(context: RunContext): Promise<void> {
  const { options, stop } = context;
  // A job with a result of its own has nothing to conclude.
  if (options.result) return;
  if (stop.reason === undefined) {
    try {
      context.draft = await options.reasoner.conclude(context.situation(), context.during());
      return;
    } catch (error) {
      if (stop.reason === undefined) context.fail(error);
    }
  }
  context.draft = await hurried(context);
}

async function hurried(context: RunContext): Promise<Draft> {
  const late = Promise.withResolvers<undefined>();
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort();
    late.resolve(undefined);
  }, hurriedMilliseconds);
  try {
    const draft = await Promise.race([
      context.options.reasoner.conclude(context.situation(), context.during()),
      late.promise,
    ]);
    return draft ?? nothingConcluded;
  } catch {
    return nothingConcluded;
  } finally {
    clearTimeout(timer);
  }
}

const nothingConcluded: Draft = {
  verdict: "inconclusive",
  summary: "The run was cut short before there was an answer.",
  findings: [],
  ruledOut: [],
  gaps: ["Nothing was concluded: the run was cut short."],
};
