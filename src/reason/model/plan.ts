import type { JsonObject } from "../../core/json/json.ts";
import type { During, Plan, Situation } from "../reason.ts";
import { askRole } from "./ask-role.ts";
import { asking, timesOf, type ModelReasonerOptions } from "./asking.ts";
import { describeProbes, describeTask } from "./describe.ts";
import { fencedLines, within } from "./fence.ts";
import { factsText } from "./facts-text.ts";
import { joinPlan } from "./join-plan.ts";
import { PlanShape } from "./shapes.ts";

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
  const outcome = await askRole({
    ...asking(
      options,
      "orchestrator",
      "orchestrator/plan",
      during,
      planVariables(options.probes, situation, code),
    ),
    name: "plan",
    shape: PlanShape,
  });
  if (outcome.kind === "failed") {
    await during?.note?.(`The orchestrator gave no answer: ${outcome.why} The playbook plans this round.`);
    return decided;
  }
  return joinPlan({
    code,
    said: outcome.value,
    model: outcome.model,
    situation,
    probes: options.probes,
    codeName: options.code.name,
  });
}

/** What the orchestrator's prompt is told. */
export function planVariables(
  known: ModelReasonerOptions["probes"],
  situation: Situation,
  code: Plan,
): (room: number) => JsonObject {
  const suggested = code.kind === "collect" ? code.tasks : [];
  const probes = describeProbes(known, servicesOf(situation, code.verdicts));
  return (room) => ({
    ...timesOf(situation),
    question: situation.question.text,
    round: situation.iteration,
    rounds_left: situation.left,
    verdicts: [...fencedLines("verdicts", describeVerdicts(code.verdicts), 4000)],
    suggested: [
      ...within(
        suggested.map(({ task }) => task),
        1500,
      ),
    ],
    tried: [...fencedLines("tried", situation.tried.map(describeTask), 3000)],
    probes: [...within(probes, 6000)],
    facts: factsText(situation, room),
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
