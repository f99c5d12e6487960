import { END, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import { check } from "./nodes/check-node.ts";
import { close } from "./nodes/close-node.ts";
import { isRehearsalDue, rehearse } from "./nodes/rehearse-node.ts";
import type { RunContext } from "./run-context.ts";
import { run } from "./nodes/run-node.ts";
import { stepPositionOf, stepStateOf } from "./step-position.ts";
import type { StepPosition } from "./step-position.ts";
import { write } from "./nodes/write-node.ts";

const State = new StateSchema({ step: z.number() });
const positions = ["write", "check", "rehearse", "run", "close"] as const;

/** One step: write → check → rehearse → run, again after a failure, until it is done or no attempt is left. Where it goes next is read from the log. */
export function makeStepGraph(context: RunContext) {
  const beforeRun = context.options.slots?.["before-run"];
  const next = ({
    step,
  }: {
    step: number;
  }): Exclude<StepPosition, "end"> | "rehearse" | "before-run" | typeof END => {
    if (context.stop.reason !== undefined) return END;
    const state = stepStateOf(context.log.events(), step);
    const position = stepPositionOf(state, context.limits.attempts);
    if (position === "end") return END;
    if (isRehearsalDue(context, state)) return "rehearse";
    return position === "run" && beforeRun ? "before-run" : position;
  };
  const guarded =
    (node: (context: RunContext, step: number) => Promise<void>) =>
    async ({ step }: { step: number }) => {
      await guard(context, () => node(context, step));
      return {};
    };
  const targets = [...positions, "before-run", END] as const;
  return new StateGraph(State)
    .addNode("write", guarded(write))
    .addNode("check", guarded(check))
    .addNode("rehearse", guarded(rehearse))
    .addNode("before-run", guarded(askBeforeRun))
    .addNode("run", guarded(run))
    .addNode("close", guarded(close))
    .addConditionalEdges(START, next, [...targets])
    .addConditionalEdges("write", next, [...targets])
    .addConditionalEdges("check", next, [...targets])
    .addConditionalEdges("rehearse", next, [...targets])
    .addConditionalEdges(
      "before-run",
      ({ step }) => (/^(?:accepted|rehearsed)$/.test(phaseOf(context, step)) ? "run" : next({ step })),
      [...targets],
    )
    .addConditionalEdges("run", next, [...targets])
    .addConditionalEdges("close", next, [...targets])
    .compile({ checkpointer: false });
}

/** The user's own node may refuse the script; that is a rejection like the check's. */
async function askBeforeRun(context: RunContext, step: number): Promise<void> {
  const { attempt, script, task, diagnostics } = stepStateOf(context.log.events(), step);
  if (!script) return;
  const said = await context.options.slots?.["before-run"]?.({ ...context.slotInput(), task, script });
  if (!said) return;
  const error = { kind: "security" as const, message: said.refuse };
  await context.log.append({
    kind: "script-checked",
    step,
    attempt,
    accepted: false,
    diagnostics: [...diagnostics],
    script,
    error,
  });
}

function phaseOf(context: RunContext, step: number): string {
  return context.stop.reason === undefined ? stepStateOf(context.log.events(), step).phase : "stopped";
}

/** Runs a node; what it throws becomes the run's failure, unless the run was cut short anyway. */
export async function guard(context: RunContext, node: () => Promise<void>): Promise<void> {
  try {
    await node();
  } catch (error) {
    if (context.stop.reason === undefined) context.fail(error);
  }
}
