import type { Nephoscope } from "../../index.ts";
import { plain } from "./paint.ts";
import type { Paint } from "./paint.ts";

type Stats = Awaited<ReturnType<Nephoscope["runs"]["stats"]>>;

/** What all kept runs come to, for a terminal. */
export function showStats(stats: Stats, paint: Paint): string {
  const { awsCalls, scripts } = stats;
  const head = (text: string) => `  ${paint("bold", text)}`;
  const services = Object.entries(stats.byService).map(
    ([service, { calls, medianMs }]) =>
      `    ${service.padEnd(24)} ${calls} calls · median ${Math.round(medianMs)} ms`,
  );
  const models = Object.entries(stats.byModel).map(
    ([model, use]) =>
      `    ${plain(model).padEnd(24)} ${use.calls} requests · ${use.inputTokens} + ${use.outputTokens} tokens · ${use.usd.toFixed(4)} USD · ${use.failures} without an answer · mean ${(use.meanMs / 1000).toFixed(1)} s`,
  );
  return [
    head(`${stats.runs} runs`),
    `    by job ${counts(stats.byJob)}`,
    `    by status ${counts(stats.byStatus)}`,
    `    by verdict ${counts(stats.byVerdict)}`,
    `    median ${(stats.medianMs / 1000).toFixed(1)} s`,
    head("AWS calls"),
    `    ${awsCalls.sent} sent · ${awsCalls.cached} from memory · ${awsCalls.denied} denied · ${awsCalls.failed} failed · ${awsCalls.usd.toFixed(4)} USD`,
    ...services,
    head("scripts"),
    `    ${scripts.done} of ${scripts.steps} steps done · attempts ${counts(scripts.attempts)}`,
    `    errors ${counts(scripts.errors)}`,
    head("models"),
    ...(models.length === 0 ? ["    none was asked"] : models),
    "",
  ].join("\n");
}

function counts(of: Readonly<Record<string, number>>): string {
  const entries = Object.entries(of);
  return entries.length === 0 ? "–" : entries.map(([name, count]) => `${plain(name)} ${count}`).join(" · ");
}
