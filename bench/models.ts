import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadScenarios } from "../src/content/load-scenarios.ts";
import type { RunRecord } from "../src/core/record/record.ts";
import { loadProbes } from "../src/content/load-probes.ts";
import { tryScenario, type Trial } from "../tests/scenarios/models/try-scenario.ts";
import { figure, type Figure } from "./sandbox.ts";

const folder = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** The catalogue, asked by the playbook alone and by a model that errs at usual rates; what became of its mistakes. `ids`: these scenarios alone. */
export async function benchModels(ids: readonly string[] = []): Promise<readonly Figure[]> {
  const probes = await loadProbes([folder("src/services")]);
  const scenarios = loadScenarios([folder("content/scenarios")]).filter(
    ({ scenario, file }) =>
      file.endsWith("catalogue.yaml") && (ids.length === 0 || ids.includes(scenario.id)),
  );
  const trials: Trial[] = [];
  const untried: string[] = [];
  for (const { scenario } of scenarios) {
    const begun = performance.now();
    const given = { file: "catalogue.yaml", id: scenario.id, question: scenario.ask[0] ?? "", probes };
    // A simulator may not come up in time on a busy machine; that says nothing of a model.
    const trial = await tryScenario(given).catch(() => tryScenario(given).catch(toldWhy));
    if (typeof trial === "string") {
      console.log(`${scenario.id.padEnd(14)} NOT TRIED: ${trial.split("\n")[0]}`);
      untried.push(scenario.id);
      continue;
    }
    trials.push(trial);
    const { code, model, same, lies, overLimits, requests, fates } = trial;
    const told = [
      ...(same ? [] : [`NOT THE SAME: ${code.answer.verdict} → ${model.answer.verdict} (${model.id})`]),
      ...(lies ? ["LIES"] : []),
      ...overLimits,
    ];
    console.log(
      `${scenario.id.padEnd(14)} ${model.answer.verdict.padEnd(16)} ${String(requests).padStart(3)} requests ${String(fates.length).padStart(3)} mistakes ${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s ${told.join("; ")}`,
    );
  }
  const table = summary(trials, untried);
  console.log(table);
  mkdirSync(folder("bench/results"), { recursive: true });
  const at = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  writeFileSync(folder(`bench/results/models-${at}.txt`), `${table}\n`);
  return [
    figure(
      "scripted model, one scenario",
      trials.map(({ model }) => took(model)),
    ),
    figure(
      "playbook alone, one scenario",
      trials.map(({ code }) => took(code)),
    ),
  ];
}

function toldWhy(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** How many questions are still solved, and what became of each kind of mistake. */
function summary(trials: readonly Trial[], untried: readonly string[]): string {
  const lines: string[] = [];
  const solved = trials.filter(({ code }) => code.answer.verdict !== "inconclusive");
  const still = solved.filter(({ same }) => same).length;
  const requests = trials.reduce((sum, trial) => sum + trial.requests, 0);
  const tokens = trials.reduce((sum, trial) => sum + trial.tokens, 0);
  lines.push(
    `\n${still} of ${solved.length} that the playbook alone solves are solved (${percent(still, solved.length)}); ` +
      `${trials.filter(({ lies }) => lies).length} invented ids in answers; ` +
      `${trials.filter(({ overLimits }) => overLimits.length > 0).length} runs over their limits; ` +
      `${requests} requests, ${tokens} tokens`,
  );
  const fates = trials.flatMap((trial) => trial.fates);
  const kinds = [...new Set(fates.map(({ kind }) => kind))].toSorted();
  lines.push(
    "\nmistake            made  caught by                                          mended in attempt         tokens",
  );
  for (const kind of kinds) {
    const own = fates.filter((fate) => fate.kind === kind);
    const by = counted(own, ({ by: who }) => who);
    const mended = counted(
      own.filter(({ mendedIn }) => mendedIn !== undefined),
      ({ mendedIn }) => (mendedIn === 0 ? "none" : String(mendedIn)),
    );
    const spent = own.reduce((sum, fate) => sum + fate.tokens, 0);
    lines.push(
      `${kind.padEnd(18)} ${String(own.length).padStart(4)}  ${by.padEnd(50)} ${mended.padEnd(24)} ${String(spent).padStart(7)}`,
    );
  }
  const attempts = trials.flatMap(({ model }) => model.steps.map((step) => step.attempts.length));
  const byWhom = counted(
    trials.flatMap(({ events }) =>
      events.flatMap((event) => (event.kind === "script-written" ? [event] : [])),
    ),
    ({ decidedBy }) => decidedBy,
  );
  lines.push(`\nsteps by attempts: ${counted(attempts, String)}; scripts by ${byWhom}`);
  if (untried.length > 0) lines.push(`not tried: ${untried.join(", ")}`);
  return lines.join("\n");
}

function took({ startedAt, finishedAt = startedAt }: RunRecord): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}

function counted<T>(items: readonly T[], nameOf: (item: T) => string): string {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(nameOf(item), (counts.get(nameOf(item)) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(", ");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "—" : `${((100 * part) / whole).toFixed(1)} %`;
}
