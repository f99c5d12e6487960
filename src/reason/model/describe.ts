import type { Facts } from "../../core/facts.ts";
import type { Finding } from "../../core/finding.ts";
import type { Probe } from "../../core/probe.ts";
import { saysAbsent } from "../../core/text/says-absent.ts";
import type { Situation } from "../reason.ts";
import { fenced } from "./fence.ts";

/** One line a probe: what it reads and what it may be told; those of other services by their id alone. */
export function describeProbes(
  probes: ReadonlyMap<string, Probe>,
  services: ReadonlySet<string>,
): readonly string[] {
  const all = [...probes.values()];
  const near = all.filter(({ id }) => services.has(id.split("/")[0] ?? ""));
  const far = all.filter((probe) => !near.includes(probe)).map(({ id }) => id);
  return [...near.map(describeProbe), ...(far.length > 0 ? [`of other services: ${far.join(", ")}`] : [])];
}

function describeProbe({ id, summary, variables }: Probe): string {
  const names = Object.entries(variables).map(
    ([name, { type, default: value }]) => `${name}: ${type}${value === undefined ? " (required)" : ""}`,
  );
  return `${id}: ${summary}${names.length === 0 ? "" : ` {${names.join(", ")}}`}`;
}

/** One line a class of trouble: its name, and what it is. */
export function describeSymptoms(symptoms: ReadonlyMap<string, string>): string[] {
  return [...symptoms].map(([name, about]) => `${name}: ${about}`);
}

/** So many tasks of one canonical script are told one by one. */
const mostAlike = 3;

/** A line a task; one for all where a canonical script was asked for again and again, about one thing after another, and ended the same. */
export function describeTasks({ tried, facts }: Pick<Situation, "tried" | "facts">): readonly string[] {
  const endOf = (one: Situation["tried"][number]) => describeTask({ ...one, task: "" }, { facts });
  const kinds = Map.groupBy(tried, (one) => (one.probe ? "" : one.task) + endOf(one));
  return [...kinds.values()].flatMap((own) => {
    const [first] = own;
    if (!first || own.length <= mostAlike) return own.map((one) => describeTask(one, { facts }));
    return [`${describeTask(first, { facts })}, and ${own.length - 1} more like it`];
  });
}

/** Each line once, with how often it stood there. */
export function withoutRepeats(lines: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} of these)`));
}

export function describeTask(
  { task, status, probe, calls }: Situation["tried"][number],
  { facts }: Pick<Situation, "facts">,
): string {
  return `${cut(task, 400)}${probe ? ` [${probe.probe}]` : ""}: ${status === "done" ? `done${shortfall(calls, facts)}` : "given up"}`;
}

/** A task that ended well may still have read nothing. */
function shortfall(calls: readonly number[] | undefined, facts: Facts): string {
  if (!calls) return "";
  if (calls.length === 0) return ", without a call";
  const failed = facts
    .everyRead()
    .filter(({ error }) => error && calls.includes(error.call) && !saysAbsent(error.code));
  return failed.length === 0 ? "" : `, but ${failed.length} of ${calls.length} calls FAILED`;
}

/** A finding of code, without its proof: the evidence is on record. */
export function describeFinding(
  { title, standing, resource, property, observed, expected, explanation }: Finding,
  number: number,
): string {
  const told = {
    title,
    standing,
    resource: { type: resource.type, id: resource.id, name: resource.name },
    property,
    observed,
    expected,
    explanation,
  };
  return fenced(`F${number}`, cut(JSON.stringify(told), 1500));
}

/** What a model's own script printed; what probes print stands among the facts. */
export function describeOutput({ task, output, probe }: Situation["tried"][number]): readonly string[] {
  return output === undefined || probe ? [] : [fenced(task.slice(0, 120), cut(JSON.stringify(output), 6000))];
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length} characters)`;
}
