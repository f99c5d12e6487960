import { writeFileSync } from "node:fs";
import { visibleJson } from "../../core/text/visible.ts";
import { connect, printJson } from "../connect.ts";
import { withGivenFile } from "../given-file.ts";
import type { CloudFlags, Json } from "../connect.ts";
import { follow } from "./ask.ts";
import { cut, paintFor, plain } from "../show/paint.ts";
import { showAnswer } from "../show/show-answer.ts";
import { showModels } from "../show/show-models.ts";
import { showQuestion } from "../show/show-question.ts";
import { showStats } from "../show/show-stats.ts";

export interface ListFlags extends Json {
  readonly status?: string;
  readonly limit?: number;
}

export interface ExportFlags extends Json {
  readonly out?: string;
  readonly exchanges?: boolean;
  readonly solution?: boolean;
}

export interface ResumeFlags extends CloudFlags {
  readonly events?: boolean;
}

export interface PurgeFlags extends Json {
  readonly olderThan?: string;
  readonly keep?: number;
  readonly status?: readonly string[];
  readonly dryRun?: boolean;
}

export async function list(flags: ListFlags): Promise<void> {
  await using nepho = await connect();
  const runs = await nepho.runs.list({
    ...(flags.status !== undefined && { status: flags.status }),
    ...(flags.limit !== undefined && { limit: flags.limit }),
  });
  if (flags.json) {
    printJson(runs);
    return;
  }
  const paint = paintFor(process.stdout);
  if (runs.length === 0)
    console.log(
      flags.status === undefined && flags.limit !== 0
        ? "  No runs yet. nephoscope demo makes one."
        : "  No run is like that.",
    );
  for (const run of runs)
    console.log(
      `  ${paint("bold", run.id)}  ${paint("dim", run.startedAt.slice(0, 16).replace("T", " "))}  ${(run.verdict ?? run.status).padEnd(15)} ${cut(plain(run.question), paint.columns - 50)}`,
    );
}

export async function show(id: string, flags: Json): Promise<void> {
  await using nepho = await connect();
  const shown = await nepho.runs.show(id);
  if (flags.json || shown.job !== "ask") {
    printJson(shown.record);
    return;
  }
  const paint = paintFor(process.stdout);
  process.stdout.write(showQuestion(shown.record, paint));
  process.stdout.write(showAnswer(shown.record, paint, {}));
  process.stdout.write(showModels(shown.record, paint));
}

const folderHint = "Give --out a place that can be written.";

export async function exportRun(id: string, flags: ExportFlags): Promise<void> {
  await using nepho = await connect();
  const { exchanges = false } = flags;
  if (flags.solution) {
    const text = `${visibleJson(await nepho.runs.solution(id), flags.json ? undefined : 2)}\n`;
    const { out } = flags;
    if (out === undefined) process.stdout.write(text);
    else await withGivenFile(folderHint, () => writeFileSync(out, text, { mode: 0o600 }));
    return;
  }
  if (flags.json) {
    if (flags.out !== undefined)
      await withGivenFile(folderHint, () => nepho.runs.export(id, flags.out, { exchanges }));
    const { record } = await nepho.runs.show(id);
    printJson(exchanges ? { ...record, exchanges: await nepho.runs.exchanges(id) } : record);
    return;
  }
  const { folder, files } = await withGivenFile(folderHint, () =>
    nepho.runs.export(id, flags.out, { exchanges }),
  );
  console.log(`  ${files} files in ${folder}`);
}

export async function resume(id: string, flags: ResumeFlags): Promise<void> {
  await using nepho = await connect(flags);
  await follow(nepho, await nepho.runs.resume(id), {
    json: flags.json ?? false,
    events: flags.events ?? false,
  });
}

export async function verify(id: string, flags: Json): Promise<void> {
  await using nepho = await connect();
  const result = await nepho.runs.verify(id);
  if (flags.json) printJson(result);
  else {
    const paint = paintFor(process.stdout);
    console.log(
      result.citations === 0
        ? "  Nothing is cited in this run."
        : `  ${result.hold === result.citations ? paint("green", "●") : paint("red", "●")} ${result.hold} of ${result.citations} citations hold`,
    );
    for (const failed of result.failed)
      console.log(`    finding ${failed.finding}, evidence ${failed.evidence}: ${plain(failed.why)}`);
  }
  if (result.hold !== result.citations) process.exitCode = 1;
}

export async function replay(id: string, flags: Json): Promise<void> {
  await using nepho = await connect();
  const result = await nepho.runs.replay(id);
  if (flags.json) printJson(result);
  else
    console.log(
      `  ${result.same ? "the same answer" : "another answer than the recorded one"}: ${result.answer.verdict}. ${plain(result.answer.summary)}`,
    );
  if (!result.same) process.exitCode = 1;
}

export async function stats(flags: Json): Promise<void> {
  await using nepho = await connect();
  const result = await nepho.runs.stats();
  if (flags.json) printJson(result);
  else process.stdout.write(showStats(result, paintFor(process.stdout)));
}

export async function purge(flags: PurgeFlags): Promise<void> {
  await using nepho = await connect();
  const { olderThan, keep, status, dryRun } = flags;
  const result = await nepho.runs.purge({
    ...(olderThan !== undefined && { olderThan }),
    ...(keep !== undefined && { keep }),
    ...(status && { status }),
    ...(dryRun !== undefined && { dryRun }),
  });
  if (flags.json) {
    printJson(result);
    return;
  }
  const paint = paintFor(process.stdout);
  for (const run of result.dryRun ? result.runs : [])
    console.log(
      `  ${run.id}  ${paint("dim", run.startedAt.slice(0, 16).replace("T", " "))}  ${run.status.padEnd(9)} ${cut(plain(run.question), paint.columns - 60)}`,
    );
  const runs = `${result.purged} run${result.purged === 1 ? "" : "s"}`;
  console.log(
    `  ${runs} ${result.dryRun ? "would go" : "removed"}, with ${result.bodies} responses (${Math.ceil(result.bytes / 1024)} kB) and ${result.folders} exported folders`,
  );
}
