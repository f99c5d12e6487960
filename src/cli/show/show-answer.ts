import type { Evidence, Finding } from "../../core/finding.ts";
import type { RunRecord } from "../../core/record/record.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import { cut, plain, wrap } from "./paint.ts";
import type { Paint } from "./paint.ts";

const marks: Record<Finding["severity"], { style: Parameters<Paint>[0]; word: string }> = {
  critical: { style: ["red", "bold"], word: "CRITICAL" },
  high: { style: "red", word: "HIGH" },
  medium: { style: "yellow", word: "MEDIUM" },
  low: { style: "cyan", word: "LOW" },
  info: { style: "dim", word: "INFO" },
};

/** The answer of a run for a terminal: one screen. */
export function showAnswer(record: RunRecord, paint: Paint, links: { report?: string }): string {
  const { answer } = record;
  const blamed = answer.findings.filter((finding) => finding.severity !== "info");
  const shown = blamed.slice(0, answer.verdict === "answered" ? 8 : 3);
  const aside = answer.findings.length - shown.length;
  return [
    "",
    verdictLine(record, paint),
    ...shown.flatMap((finding) => ["", ...findingLines(finding, record, paint)]),
    ...(aside > 0 ? ["", paint("dim", `    and ${aside} more in the report`)] : []),
    ...ruledOut(record, paint),
    ...answer.gaps.map(
      (gap) => `  ${paint("yellow", "gap")}       ${wrap(plain(gap), paint.columns - 14, " ".repeat(12))}`,
    ),
    ...record.errors.map(
      (error) =>
        `  ${paint("red", "✗")} ${plain(error.message)}${error.next ? `\n    ${plain(error.next)}` : ""}`,
    ),
    "",
    paint("dim", `  ${effort(record)}`),
    paint(
      "dim",
      `  ${[links.report && `report  ${links.report}`, `again  nephoscope runs show ${record.id}`, `verify  nephoscope runs verify ${record.id}`].filter(Boolean).join("      ")}`,
    ),
    "",
  ].join("\n");
}

function verdictLine({ answer, status }: RunRecord, paint: Paint): string {
  const partial = status === "answered" ? "" : paint("yellow", ` (partial: ${status})`);
  const words = wrap(plain(answer.summary), paint.columns - 6, "    ");
  switch (answer.verdict) {
    case "fault-found":
      // The findings below say it; a second telling would cost a screen.
      return `  ${paint(["red", "bold"], "Fault found.")}${partial}${answer.findings.length > 0 ? "" : ` ${words}`}`;
    case "no-fault-found":
      return `  ${paint("green", "●")} ${paint("bold", "No fault found.")}${partial} ${words}`;
    case "inconclusive":
      return `  ${paint("yellow", "●")} ${paint("bold", "Inconclusive.")}${partial} ${words}`;
    case "answered":
      return `  ${words}${partial}`;
  }
}

function findingLines(finding: Finding, record: RunRecord, paint: Paint): string[] {
  const mark = marks[finding.severity];
  const width = paint.columns - 16;
  const lines = [
    `  ${paint(mark.style, "●")} ${paint(mark.style, mark.word)}  ${paint("bold", wrap(plain(finding.title), width, " ".repeat(6 + mark.word.length)))}  ${paint("dim", finding.standing)}`,
    `    ${wrap(plain(finding.explanation), paint.columns - 8, "    ")}`,
    `    ${paint("dim", "evidence")}  ${finding.evidence
      .slice(0, 3)
      .map((evidence) => cited(evidence, record))
      .join("   ")}${finding.evidence.length > 3 ? ` and ${finding.evidence.length - 3} more` : ""}`,
  ];
  if (!finding.fix) return lines;
  const commands = finding.fix.commands.map(shellLine);
  lines.push(
    `    ${paint("dim", "fix")}       ${commands[0] ? plain(commands[0]) : plain(finding.fix.summary)}`,
  );
  for (const command of commands.slice(1)) lines.push(`              ${plain(command)}`);
  if (finding.fix.proof) lines.push(`              ${paint("dim", proofText(finding.fix.proof))}`);
  return lines;
}

function proofText({ flips, newlyAllowed }: NonNullable<NonNullable<Finding["fix"]>["proof"]>): string {
  const first = flips
    ? "checked on the facts: this turns the verdict"
    : "checked on the facts: alone, this does not turn the verdict";
  if (newlyAllowed.length === 0) return `${first}, nothing else opens`;
  const opened = newlyAllowed
    .slice(0, 3)
    .map((one) =>
      "from" in one
        ? `${one.from} → ${one.to}${one.port === undefined ? "" : `:${one.port}`}`
        : `${one.principal} ${one.action} ${one.resource}`,
    );
  return `${first}; also opens ${plain(opened.join(", "))}${newlyAllowed.length > 3 ? ` and ${newlyAllowed.length - 3} more` : ""}`;
}

function cited(evidence: Evidence, record: RunRecord): string {
  const call = record.calls.find((one) => one.n === evidence.call);
  return `[${evidence.call}] ${call ? plain(`${call.service}:${call.operation}`) : "?"} ${cut(plain(evidence.pointer), 60)}`;
}

function ruledOut({ answer }: RunRecord, paint: Paint): string[] {
  if (answer.ruledOut.length === 0) return [];
  const text = answer.ruledOut.map((one) => plain(one.check)).join(", ");
  return ["", `    ${paint("dim", "ruled out")} ${wrap(text, paint.columns - 16, " ".repeat(14))}`];
}

function effort({ calls, steps, sandbox, usage }: RunRecord): string {
  const denied = calls.filter((call) => call.decision === "denied").length;
  const reads = calls.every(
    (call) =>
      call.decision === "denied" ||
      call.effects.every((effect) => effect === "pure" || effect === "logs" || effect === "costs"),
  );
  const reused = calls.filter(({ earlier }) => earlier !== undefined).length;
  const again = reused === 0 ? "" : `, ${reused} used again from earlier questions`;
  const models =
    usage.models.length === 0
      ? "no model used"
      : `${usage.models.reduce((sum, model) => sum + model.inputTokens + model.outputTokens, 0)} tokens`;
  return `${usage.awsCalls} AWS calls${reads ? ", all reads" : ""}${again} · ${steps.length} scripts in ${sandbox}, ${denied} calls denied · ${(usage.ms / 1000).toFixed(1)} s · ${models}`;
}
