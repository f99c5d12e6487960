import type { Probe, ProbeRequest } from "../../core/probe.ts";
import { probeKey } from "../../core/probe.ts";
import type { Plan, Situation, Task } from "../reason.ts";
import type { PlanShape } from "./shapes.ts";

export interface JoinPlan {
  /** What code would do by itself. */
  readonly code: Plan;
  readonly said: PlanShape;
  readonly model: string;
  readonly situation: Situation;
  readonly probes: ReadonlyMap<string, Probe>;
  readonly codeName: string;
}

const mostTasks = 4;

/**
 * What the checks ask for is read in any case; a model adds to it. A task that was tried already, in other words or by the same probe, is left out:
 * a model that goes round in circles ends the collecting.
 */
export function joinPlan({ code, said, model, situation, probes, codeName }: JoinPlan): Plan {
  const suggested = code.kind === "collect" ? code.tasks : [];
  const wanted = said.decision === "collect" ? said.tasks.slice(0, mostTasks) : [];
  const known: Task[] = [...situation.tried, ...suggested];
  const added: Task[] = [];
  // The same calls again, whatever the words: what a round of the model's own read was known before.
  const idle = code.kind === "conclude" && situation.idle === true;
  const whyNot = idle
    ? "the last round read nothing that was not known"
    : "nothing is asked for that was not tried already";
  for (const { task, reason, probe, variables } of idle ? [] : wanted) {
    const request =
      probe === null
        ? undefined
        : requestOf(probes.get(probe), variables, { reason, window: situation.question.window });
    const candidate: Task = { task: task.slice(0, 2000), reason, ...(request && { probe: request }) };
    if (task.trim() === "" || known.some((one) => isSame(one, candidate))) continue;
    known.push(candidate);
    added.push(candidate);
  }
  const rest = { verdicts: code.verdicts, ...(code.playbook !== undefined && { playbook: code.playbook }) };
  const tasks = [...suggested, ...added];
  if (tasks.length > 0)
    return {
      kind: "collect",
      why: added.length > 0 ? said.why : code.why,
      tasks,
      ...rest,
      decidedBy: added.length > 0 ? model : codeName,
    };
  const circles = wanted.length > 0;
  return {
    kind: "conclude",
    why: circles ? whyNot : said.why,
    ...rest,
    decidedBy: circles ? codeName : model,
  };
}

/** A probe with variables that it declares and takes; undefined where they do not fit: then a script is written for the task. */
function requestOf(
  probe: Probe | undefined,
  given: PlanShape["tasks"][number]["variables"],
  { reason, window }: { readonly reason: string; readonly window: Situation["question"]["window"] },
): ProbeRequest | undefined {
  if (!probe) return undefined;
  const variables: Record<string, ProbeRequest["variables"][string]> = windowOf(probe, window);
  for (const { name, values } of given) {
    const declared = Object.hasOwn(probe.variables, name) ? probe.variables[name] : undefined;
    if (!declared) return undefined;
    const pattern = declared.pattern === undefined ? undefined : new RegExp(declared.pattern, "u");
    if (pattern && !values.every((value) => pattern.test(value))) return undefined;
    const [first] = values;
    switch (declared.type) {
      case "list":
        variables[name] = [...values];
        break;
      case "integer":
        if (first === undefined || !/^-?\d+$/.test(first)) return undefined;
        variables[name] = Number(first);
        break;
      case "boolean":
        if (first === undefined || !/^(true|false)$/i.test(first)) return undefined;
        variables[name] = /^true$/i.test(first);
        break;
      case "string":
        if (first === undefined) return undefined;
        variables[name] = first;
    }
  }
  const missing = Object.entries(probe.variables).some(
    ([name, declared]) => declared.default === undefined && !(name in variables),
  );
  return missing ? undefined : { probe: probe.id, variables, reason };
}

function isSame(known: Task, candidate: Task): boolean {
  if (known.probe && candidate.probe) return probeKey(known.probe) === probeKey(candidate.probe);
  // A canonical script may do what one of the model's own did not; the other way round nothing is gained.
  return !candidate.probe && likeness(known.task, candidate.task) >= 0.8;
}

/** Shared words among all words (Jaccard), small ones apart: two wordings of one task. */
function likeness(a: string, b: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}_:./-]{3,}/gu) ?? []);
  const left = words(a);
  const right = words(b);
  const shared = [...left].filter((word) => right.has(word)).length;
  const all = new Set([...left, ...right]).size;
  return all === 0 ? 1 : shared / all;
}

/** Times that a model leaves out are those of the question, not a probe's defaults. */
function windowOf(
  { variables }: Probe,
  { from, to }: Situation["question"]["window"],
): Record<string, ProbeRequest["variables"][string]> {
  const times = { since: from, asked_since: from, until: to };
  return Object.fromEntries(Object.entries(times).filter(([name]) => Object.hasOwn(variables, name)));
}
