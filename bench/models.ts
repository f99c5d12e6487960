import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadProbes } from "../src/content/load-probes.ts";
import { loadScenarios } from "../src/content/load-scenarios.ts";
import type { RunRecord } from "../src/core/record/record.ts";
import { type Mistakes, noMistakes, usualMistakes } from "../src/testing/scripted-model/mistakes.ts";
import { wrongModel } from "../src/testing/scripted-model/wrong-model.ts";
import {
  conclusionOf,
  tryScenario,
  type Trial,
  type TryScenario,
} from "../tests/scenarios/models/try-scenario.ts";
import { summary } from "./models-table.ts";
import { figure, type Figure } from "./sandbox.ts";

const folder = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** Every rate twice, as far as there is room for it. */
const twice: Mistakes = {
  wrongName: 2 * usualMistakes.wrongName,
  missingImport: 2 * usualMistakes.missingImport,
  missingPermission: 2 * usualMistakes.missingPermission,
  truncated: 2 * usualMistakes.truncated,
  prose: 2 * usualMistakes.prose,
  inventedId: 2 * usualMistakes.inventedId,
  repeats: 2 * usualMistakes.repeats,
};

/** The models that the catalogue can be asked with. `plain`: no mistakes, and canonical scripts where there are some, as users have it: for tokens. */
const models: { readonly [name: string]: Pick<TryScenario, "mistakes" | "answer" | "scripts"> } = {
  usual: {},
  twice: { mistakes: twice },
  wrong: { answer: wrongModel },
  plain: { mistakes: noMistakes, scripts: "canonical" },
};

/**
 * The catalogue, asked by the playbook alone and by a model that errs; what became of its mistakes. Words: the name of a model, ids (those scenarios alone),
 * `resume` (what an interrupted bench has tried is not tried again). Each trial is kept in `.cache/bench-models/` at once, for whoever wants to look.
 */
export async function benchModels(words: readonly string[] = []): Promise<readonly Figure[]> {
  const name = words.find((word) => Object.hasOwn(models, word)) ?? "usual";
  const ids = words.filter((word) => word !== "resume" && !Object.hasOwn(models, word));
  const kept = folder(`.cache/bench-models/${name}`);
  mkdirSync(kept, { recursive: true });
  const probes = await loadProbes([folder("src/services")]);
  const scenarios = loadScenarios([folder("content/scenarios")]).filter(
    ({ scenario, file }) =>
      file.endsWith("catalogue.yaml") && (ids.length === 0 || ids.includes(scenario.id)),
  );
  const trials: Trial[] = [];
  const untried: string[] = [];
  for (const { scenario } of scenarios) {
    const file = join(kept, `${scenario.id}.json`);
    const begun = performance.now();
    const given = {
      ...models[name],
      file: "catalogue.yaml",
      id: scenario.id,
      question: scenario.ask[0] ?? "",
      probes,
    };
    const before =
      words.includes("resume") && existsSync(file)
        ? (JSON.parse(readFileSync(file, "utf8")) as Trial)
        : undefined;
    const trial = before && silentCalls(before) === 0 ? before : await tried(given);
    if (typeof trial === "string") {
      console.log(`${scenario.id.padEnd(14)} NOT TRIED: ${trial.split("\n")[0]}`);
      untried.push(scenario.id);
      continue;
    }
    writeFileSync(file, JSON.stringify(trial));
    trials.push(trial);
    console.log(lineOf(trial, (performance.now() - begun) / 1000));
  }
  const table = summary(trials, untried);
  console.log(table);
  mkdirSync(folder("bench/results"), { recursive: true });
  const at = new Date().toISOString().slice(0, 19).replaceAll(":", "");
  writeFileSync(folder(`bench/results/models-${name}-${at}.txt`), `${table}\n`);
  return [
    figure(
      `${name} model, one scenario`,
      trials.map(({ model }) => took(model)),
    ),
    figure(
      "playbook alone, one scenario",
      trials.map(({ code }) => took(code)),
    ),
  ];
}

/** A simulator may not come up or not answer in time on a busy machine; that says nothing of a model, and is tried once more. */
async function tried(given: TryScenario): Promise<Trial | string> {
  const first = await tryScenario(given).catch(toldWhy);
  return typeof first === "string" || silentCalls(first) > 0 ? tryScenario(given).catch(toldWhy) : first;
}

/** Calls that the simulator left without an answer. */
function silentCalls({ code, model }: Trial): number {
  return [...code.calls, ...model.calls].filter(({ error }) => error?.code === "EndpointUnreachable").length;
}

function lineOf(trial: Trial, seconds: number): string {
  const { id, code, model, same, lies, overLimits, requests, fates, tokens } = trial;
  const silent = silentCalls(trial);
  const told = [
    ...(same ? [] : [`NOT THE SAME: ${conclusionOf(code)} → ${conclusionOf(model)} (${model.id})`]),
    ...(lies.length > 0 ? [`LIES: ${lies.join(", ")}`] : []),
    ...overLimits,
    ...(silent > 0 ? [`${silent} calls that the simulator did not answer`] : []),
  ];
  return [
    id.padEnd(14),
    model.answer.verdict.padEnd(16),
    `${String(requests).padStart(3)} requests`,
    `${String(fates.length).padStart(3)} mistakes`,
    `${String(tokens).padStart(6)} tokens`,
    `${seconds.toFixed(1).padStart(6)} s`,
    told.join("; "),
  ].join(" ");
}

function toldWhy(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function took({ startedAt, finishedAt = startedAt }: RunRecord): number {
  return Date.parse(finishedAt) - Date.parse(startedAt);
}
