import { END, START, Send, StateGraph, StateSchema } from "@langchain/langgraph";
import { z } from "zod";
import { roundsOf } from "../core/fold/fold-record.ts";
import { answer } from "./nodes/answer-node.ts";
import { conclude } from "./nodes/conclude-node.ts";
import { NoAmbientTracing } from "./no-ambient-tracing.ts";
import { learn } from "./nodes/learn-node.ts";
import { plan } from "./nodes/plan-node.ts";
import { openSteps, positionOf } from "./position.ts";
import { route } from "./nodes/route-node.ts";
import type { RunContext } from "./run-context.ts";
import { guard, makeStepGraph } from "./step-graph.ts";

/** Ids and counts only: what they stand for is in the event log. `step` is given to the steps that run side by side. */
const State = new StateSchema({
  events: z.number().default(0),
  rounds: z.number().default(0),
  step: z.number().default(0),
});

/** route → plan → steps side by side → learn → plan … → conclude → answer. Where it goes next is read from the log, so that it may be entered anywhere. */
export function makeAskGraph(context: RunContext) {
  const steps = makeStepGraph(context);
  const node = (work: (context: RunContext) => Promise<void>) => async () => {
    await guard(context, () => work(context));
    const events = context.log.events();
    return { events: events.length, rounds: roundsOf(events) };
  };
  const next = () => nextNode(context);
  const targets = ["route", "before-plan", "plan", "collect", "learn", "conclude", END] as const;
  const to = [...targets];
  return new StateGraph(State)
    .addNode("route", node(route))
    .addNode(
      "before-plan",
      node(async () => context.options.slots?.["before-plan"]?.(context.slotInput())),
    )
    .addNode("plan", node(plan))
    .addNode("collect", async ({ step }) => {
      await steps.invoke({ step }, { recursionLimit: 1000, callbacks: [new NoAmbientTracing()] });
      return {};
    })
    .addNode("learn", node(learn))
    .addNode(
      "after-learn",
      node(async () => context.options.slots?.["after-learn"]?.(context.slotInput())),
    )
    .addNode("conclude", node(conclude))
    .addNode("before-answer", node(askBeforeAnswer))
    .addNode("answer", node(answer))
    .addConditionalEdges(START, next, to)
    .addConditionalEdges("route", next, to)
    .addConditionalEdges("before-plan", () => (context.stop.reason === undefined ? "plan" : next()), to)
    .addConditionalEdges("plan", next, to)
    .addEdge("collect", "learn")
    .addConditionalEdges("learn", () => (context.options.slots?.["after-learn"] ? "after-learn" : next()), [
      ...targets,
      "after-learn",
    ])
    .addConditionalEdges("after-learn", next, to)
    .addConditionalEdges(
      "conclude",
      () => (context.options.slots?.["before-answer"] ? "before-answer" : "answer"),
      ["before-answer", "answer"],
    )
    .addEdge("before-answer", "answer")
    .addEdge("answer", END)
    .compile(context.options.checkpointer ? { checkpointer: context.options.checkpointer } : {});
}

function nextNode(context: RunContext) {
  const events = context.log.events();
  const position = positionOf(events);
  if (position === "end") return END;
  // Cut short: what is known is concluded, if the question was read at all.
  if (context.stop.reason !== undefined) return "conclude";
  if (position === "collect") return openSteps(events).map((step) => new Send("collect", { step }));
  return position === "plan" && context.options.slots?.["before-plan"] ? "before-plan" : position;
}

/** The user's own node may give another draft; it is verified after it. */
async function askBeforeAnswer(context: RunContext): Promise<void> {
  const { draft } = context;
  if (!draft) return;
  context.draft =
    (await context.options.slots?.["before-answer"]?.({ ...context.slotInput(), draft })) ?? draft;
}
