import { openWorkshop } from "../src/app/workshop.ts";
import { readSettings } from "../src/app/config.ts";
import { exercises, probes, solutions } from "./mutation/corpus.ts";
import { falseAlarms, measure } from "./mutation/measure.ts";
import type { Measured } from "./mutation/measure.ts";
import { plantings } from "./mutation/plantings.ts";
import { sweepExamples } from "./mutation/sweep-examples.ts";
import { sweepModels } from "./mutation/sweep-models.ts";
import { sweepSyntax } from "./mutation/sweep-syntax.ts";

/**
 * Measures the check of scripts. Plants every class of mistakes in every probe and in solutions of everyday tasks; misspells every operation,
 * paginator, waiter, parameter and answer that the models know; and asks two others for their opinion: botocore's validator on botocore's examples,
 * CPython's compiler on damaged texts. Prints caught, missed and alarms on what is right; fails when there is one of these.
 * `npm run mutation [seed] [words of a class's name]`
 */
const [seed = "1", only = ""] = process.argv.slice(2);
await using workshop = openWorkshop({ settings: readSettings(), report: console.error });
const models = await workshop.models();
const checker = await workshop.freshChecker();
const python = (await workshop.python()).path;
const scripts = [...probes(), ...solutions()];
const correct = [...scripts, ...exercises()];

const alarms = await falseAlarms(checker, correct);
const measured = await measure({
  checker,
  models,
  scripts,
  plantings: plantings.filter(({ name }) => name.includes(only)),
  seed: Number(seed),
});
for (const { planting, missed } of measured)
  for (const { script, change } of missed) console.log(`missed: ${planting}: ${script}: ${change}`);
for (const { script, diagnostic } of alarms)
  console.log(`alarm: ${script}:${diagnostic.line}: ${diagnostic.rule}: ${diagnostic.message}`);
console.log(table(measured));
const planted = sum(measured.map((row) => row.planted));
const caught = sum(measured.map((row) => row.caught));
console.log(
  `planted in scripts: ${planted}, caught ${caught} (${percent(caught, planted)}), missed ${planted - caught}; false alarms on ${correct.length} right scripts: ${alarms.length}`,
);
const others = only === "" ? await askOthers() : 0;
if (planted === 0 || alarms.length + others > 0) process.exitCode = 1;

/** How many false alarms there are beside those on whole scripts. */
async function askOthers(): Promise<number> {
  const names = await sweepModels({ models, services: models.names(), seed: Number(seed) });
  for (const row of names.swept) {
    for (const line of row.missed) console.log(`missed: ${row.what}: ${line}`);
    console.log(
      `every ${row.what}, misspelt: ${row.planted}, caught ${row.caught} (${percent(row.caught, row.planted)}), named right ${percent(row.named, row.caught)}`,
    );
  }
  const examples = await sweepExamples({ models, python, seed: Number(seed) });
  const syntax = await sweepSyntax({ checker, python, scripts, each: 20, seed: Number(seed) });
  for (const line of [...examples.missed, ...syntax.missed]) console.log(`missed: ${line}`);
  const wrong = [...names.alarms, ...examples.alarms, ...syntax.alarms];
  for (const line of wrong) console.log(`alarm: ${line}`);
  console.log(
    `botocore's examples: ${examples.calls} calls, of which its validator refuses ${examples.refused}: missed ${examples.missed.length}, false alarms ${examples.alarms.length} (with ${examples.reads} reads of answers)`,
  );
  console.log(
    `damaged texts: ${syntax.texts}, of which CPython refuses ${syntax.refused}: missed ${syntax.missed.length}, false alarms ${syntax.alarms.length}`,
  );
  return wrong.length;
}

function table(rows: readonly Measured[]): string {
  const lines = rows.map(
    ({ planting, planted: all, caught: found, named, nameable }) =>
      `${planting.padEnd(44)} ${String(all).padStart(7)} ${String(found).padStart(7)} ${String(all - found).padStart(7)}   ${nameable === 0 ? "" : `${percent(named, nameable)} named right`}`,
  );
  return [`${"mistake".padEnd(44)} planted  caught  missed`, ...lines].join("\n");
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((100 * part) / whole).toFixed(2)} %`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
