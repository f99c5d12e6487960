import type { Event } from "../../core/event.ts";
import { roundsOf, startOf } from "../../core/fold/fold-record.ts";
import { probeKey } from "../../core/probe.ts";
import type { Plan, Task, VerdictEvent } from "../../reason/reason.ts";
import { boundOf } from "../position.ts";
import { targetKey } from "../../core/target.ts";
import { spread } from "../../reason/spread.ts";
import type { RunContext } from "../run-context.ts";

/** Asks what to do next. A plan without tasks is the end of collecting: nothing is left to ask for, or a bound forbids it. */
export async function plan(context: RunContext): Promise<void> {
  const { options, log, limits } = context;
  const made = await options.reasoner.plan(context.situation(), context.during());
  for (const verdict of fresh(made.verdicts, log.events())) await log.append(verdict);
  const events = log.events();
  const bound = boundOf(events, { ...limits, usd: startOf(events).grant.ceiling.usd });
  const tasks =
    made.kind === "collect" && bound === undefined
      ? untried(spread(made.tasks, context.targets()), events)
      : [];
  const first = lastStepOf(events) + 1;
  await log.append({
    kind: "plan",
    iteration: roundsOf(events) + 1,
    decidedBy: made.decidedBy ?? options.reasoner.name,
    decision: made.kind,
    why: whyOf(made, bound, tasks),
    ...(made.playbook !== undefined && { playbook: made.playbook }),
    tasks: tasks.map((task, index) => ({ step: first + index, ...task })),
  });
}

function whyOf(made: Plan, bound: string | undefined, tasks: readonly Task[]): string {
  if (made.kind === "conclude" || tasks.length > 0) return made.why;
  return bound === undefined
    ? `${made.why} (Everything it asks for was read already.)`
    : `${made.why} (No more can be read: the limit of ${bound} is reached.)`;
}

/** Verdicts that the log does not hold yet: a resumed run may plan a round again. */
function fresh(verdicts: readonly VerdictEvent[], events: readonly Event[]): readonly VerdictEvent[] {
  const keyOf = ({ iteration, check, result, text }: VerdictEvent) =>
    JSON.stringify([iteration, check, result, text]);
  const told = new Set(events.flatMap((event) => (event.kind === "verdict" ? [keyOf(event)] : [])));
  return verdicts.filter((verdict) => !told.has(keyOf(verdict)));
}

/** Nothing is read twice: a probe with the same variables at the same place is one read. */
function untried(tasks: readonly Task[], events: readonly Event[]): readonly Task[] {
  const keys = new Set(
    events.flatMap((event) =>
      event.kind === "plan" ? event.tasks.flatMap((task) => keyOf(task) ?? []) : [],
    ),
  );
  return tasks.filter((task) => {
    const key = keyOf(task);
    if (key === undefined) return true;
    const known = keys.has(key);
    keys.add(key);
    return !known;
  });
}

function keyOf({
  probe,
  target,
}: {
  readonly probe?: Task["probe"] | undefined;
  readonly target?: Task["target"] | undefined;
}): string | undefined {
  return probe && `${target ? targetKey(target) : ""} ${probeKey(probe)}`;
}

function lastStepOf(events: readonly Event[]): number {
  return events.reduce(
    (last, event) => (event.kind === "plan" ? Math.max(last, ...event.tasks.map((task) => task.step)) : last),
    0,
  );
}
