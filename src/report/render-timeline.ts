import type { RunRecord, Step } from "../core/record/record.ts";
import { escapeHtml } from "./escape-html.ts";

/** The steps of a run as bars over time, each opening to its script and what it printed. */
export function renderTimeline(record: RunRecord): string {
  const begin = Date.parse(record.startedAt);
  const ends = record.calls.map((call) => Date.parse(call.at) + call.ms);
  const total = Math.max(1, ...ends.map((end) => end - begin), record.usage.ms);
  const bars = record.steps.map((step) => bar(step, record, begin, total));
  return `<div class="bars">${bars.join("\n")}</div>${record.steps.map(scriptDetails).join("\n")}`;
}

function bar(step: Step, record: RunRecord, begin: number, total: number): string {
  const calls = record.calls.filter((call) => step.calls.includes(call.n));
  const starts = calls.map((call) => Date.parse(call.at) - begin);
  const start = starts.length > 0 ? Math.max(0, Math.min(...starts)) : 0;
  const end = Math.max(start, ...calls.map((call) => Date.parse(call.at) - begin + call.ms));
  const left = Math.min(98, (100 * start) / total);
  const width = Math.max(1, Math.min(100 - left, (100 * (end - start)) / total));
  return `<div class="bar ${step.status}"><span>${step.step}. ${escapeHtml(step.task)}</span><span class="track"><i style="left:${left.toFixed(1)}%;width:${width.toFixed(1)}%"></i></span><span>${step.calls.length} calls</span></div>`;
}

function scriptDetails(step: Step): string {
  const attempts = step.attempts.map((attempt) => {
    const said = attempt.error ? ` · ${attempt.error.kind}: ${attempt.error.message}` : "";
    return `<p class="soft">attempt ${attempt.attempt}: ${escapeHtml(attempt.verdict)}${escapeHtml(said)}</p>${attempt.outcome?.stderr ? `<pre>${escapeHtml(attempt.outcome.stderr)}</pre>` : ""}`;
  });
  return `<details><summary>${step.step}. ${escapeHtml(step.task)} <span class="soft">${escapeHtml(step.reason)} · ${escapeHtml(step.decidedBy)} · ${escapeHtml(step.status)}</span></summary>
${attempts.join("")}<p class="soft">main.py</p><pre>${escapeHtml(step.script.code)}</pre><p class="soft">policy.json</p><pre>${escapeHtml(JSON.stringify(step.script.policy, null, 2))}</pre>
${step.output === undefined ? "" : `<p class="soft">output</p><pre>${escapeHtml(JSON.stringify(step.output, null, 2))}</pre>`}</details>`;
}
