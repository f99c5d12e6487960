import type { RunRecord } from "../../core/record/record.ts";
import { plain } from "./paint.ts";
import type { Paint } from "./paint.ts";

type Use = RunRecord["usage"]["models"][number];

/** What models used in a run, by role and by step; nothing where none was asked. */
export function showModels({ usage, steps }: RunRecord, paint: Paint): string {
  if (usage.models.length === 0) return "";
  const usd = usage.models.reduce((sum, use) => sum + use.usd, 0);
  const bySteps = steps.flatMap((step) =>
    (step.models ?? []).map((use) => `    ${paint("dim", `step ${step.step}`)}  ${useLine(use)}`),
  );
  return [
    `  ${paint("bold", "models")}  ${usd.toFixed(4)} USD`,
    ...usage.models.map((use) => `    ${useLine(use)}`),
    ...bySteps,
    "",
    "",
  ].join("\n");
}

function useLine({
  role,
  model,
  calls,
  inputTokens,
  cachedTokens,
  outputTokens,
  usd,
  ms,
  failures,
}: Use): string {
  const cached = cachedTokens ? ` (${cachedTokens} cached)` : "";
  return [
    `${plain(role)} · ${plain(model)}`,
    `${calls} request${calls === 1 ? "" : "s"}`,
    `${inputTokens}${cached} + ${outputTokens} tokens`,
    `${usd.toFixed(4)} USD`,
    ...(ms === undefined ? [] : [`${(ms / 1000).toFixed(1)} s`]),
    ...(failures ? [`${failures} without an answer`] : []),
  ].join(" · ");
}
