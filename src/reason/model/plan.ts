import type { JsonObject } from "../../core/json/json.ts";
import type { During, Plan, Situation } from "../reason.ts";
import { askRole } from "./ask-role.ts";
import { asking, timesOf, type ModelReasonerOptions } from "./asking.ts";
import { describeProbes, describeTasks, withoutRepeats } from "./describe.ts";
import { fencedLines, within } from "./fence.ts";
import { factsText } from "./facts-text.ts";
import { joinPlan } from "./join-plan.ts";
import { PlanShape } from "./shapes.ts";

/** So many rounds before the end a model is asked for its tasks even though the checks still have theirs. */
const lateRounds = 2;
/** Calls of the last scripts that are shown before others. */
const latestTasks = 4;
const mostCalls = 12;
/** What checks have said is told to this many lines, faults before all. */
const mostVerdicts = 30;

/** What the checks still ask for, and what a model wants to read besides. */
export async function plan(
  options: ModelReasonerOptions,
  situation: Situation,
  during: During | undefined,
): Promise<Plan> {
  const code = await options.code.plan(situation, during);
  const suggested = code.kind === "collect" ? code.tasks : [];
  const decided = { ...code, decidedBy: options.code.name };
  // Before anything was read a model sees no more than the code that has read the question; and no round is left to plan for.
  if (situation.left <= 0 || (situation.facts.everyRead().length === 0 && suggested.length > 0))
    return decided;
  // While the checks still read, what they miss is not known yet: the model is asked when they have what they need, or when it is time.
  if (suggested.length > 0 && situation.left > lateRounds) return decided;
  const ask = (looks: string) =>
    askRole({
      ...asking(
        options,
        "orchestrator",
        "orchestrator/plan",
        during,
        planVariables(options.probes, situation, code, looks),
      ),
      name: "plan",
      shape: PlanShape,
    });
  const first = await ask("");
  // What it wants to see stands among the facts already: it is shown, and asked again once.
  const looks = first.kind === "answered" ? first.value.tasks.filter(isLook) : [];
  const again = looks.length > 0 ? await ask(looks.map(({ task }) => task).join("\n")) : first;
  const outcome = again.kind === "answered" ? again : first;
  if (outcome.kind === "failed") {
    await during?.note?.(`The orchestrator gave no answer: ${outcome.why} The playbook plans this round.`);
    return decided;
  }
  return joinPlan({
    code,
    said: { ...outcome.value, tasks: outcome.value.tasks.filter((task) => !isLook(task)) },
    model: outcome.model,
    situation,
    probes: options.probes,
    codeName: options.code.name,
  });
}

/** A task that reads nothing anew: "show call 12 /SecurityGroups/437". */
function isLook({ task, probe }: PlanShape["tasks"][number]): boolean {
  return probe === null && /^show\b.*\bcall \d+/i.test(task.trim());
}

/** What the orchestrator's prompt is told. `looks`: places of recorded responses that it asked to see. */
export function planVariables(
  known: ModelReasonerOptions["probes"],
  situation: Situation,
  code: Plan,
  looks = "",
): (room: number) => JsonObject {
  const suggested = code.kind === "collect" ? code.tasks : [];
  const probes = describeProbes(known, servicesOf(situation, code.verdicts));
  return (room) => ({
    ...timesOf(situation),
    question: situation.question.text,
    round: situation.iteration,
    rounds_left: situation.left,
    verdicts: [...fencedLines("verdicts", describeVerdicts(code.verdicts), 2500)],
    suggested: [...within(withoutRepeats(suggested.map(({ task }) => task)), 1500)],
    tried: [...fencedLines("tried", describeTasks(situation), 3000)],
    probes: [...within(probes, 6000)],
    facts: factsText(situation, room, { task: looks, calls: latestCalls(situation) }),
  });
}

/** Services that the question or a check is about. */
function servicesOf({ question }: Situation, verdicts: Plan["verdicts"]): ReadonlySet<string> {
  const typed = question.mentions.flatMap(({ types = [], type }) => [
    ...types,
    ...(type === undefined ? [] : [type]),
  ]);
  return new Set([
    ...question.services,
    ...typed.map((type) => (type.split("::")[1] ?? "").toLowerCase()),
    ...verdicts.map(({ check }) => check.split(".")[0] ?? ""),
    "cloudtrail",
    "cloudwatch",
    "logs",
  ]);
}

/** Calls of the scripts that ran last: what was asked for is what is looked at next. */
function latestCalls({ tried }: Situation): readonly number[] {
  return tried.slice(-latestTasks).flatMap(({ calls = [] }) => calls.slice(0, mostCalls / latestTasks));
}

function describeVerdicts(verdicts: Plan["verdicts"]): string[] {
  const order = { fault: 0, gap: 1, needs: 2, fine: 3 };
  const told = verdicts
    .toSorted((a, b) => order[a.result] - order[b.result])
    .map(
      ({ check, result, text }) =>
        `${check}: ${result}: ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`,
    );
  return told.length > mostVerdicts
    ? [...told.slice(0, mostVerdicts), `and ${told.length - mostVerdicts} more`]
    : told;
}
