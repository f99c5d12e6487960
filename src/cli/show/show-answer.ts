import type { Evidence, Finding } from "../../core/finding.ts";
import type { RunRecord } from "../../core/record/record.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import { cut, plain, rows, wrap } from "./paint.ts";
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
  if (neverBegun(record)) return `${errorLines(record, paint).join("\n")}\n\n`;
  const blamed = answer.findings.filter((finding) => finding.severity !== "info");
  const shown = blamed.slice(0, answer.verdict === "answered" ? 8 : 3);
  const aside = answer.findings.length - shown.length;
  return [
    "",
    verdictLine(record, paint),
    ...shown.flatMap((finding) => ["", ...findingLines(finding, record, paint)]),
    ...(aside > 0 ? ["", paint("dim", `    and ${aside} more in the report`)] : []),
    ...ruledOut(record, paint),
    ...answer.gaps
      .filter((gap) => !saidAbove(gap, record))
      .map(
        (gap) => `  ${paint("yellow", "gap")}       ${wrap(plain(gap), paint.columns - 14, " ".repeat(12))}`,
      ),
    ...rejected(record, paint),
    ...errorLines(record, paint),
    "",
    paint("dim", `  ${rows(effort(record), paint.columns - 4, { between: " · ", indent: "  " })}`),
    paint("dim", `  ${rows(ways(record, links), paint.columns - 4, { between: "      ", indent: "  " })}`),
    "",
  ].join("\n");
}

/** What a model claimed and could not show: how much it was, and where to read it. */
function rejected({ answer: { rejectedClaims: claims } }: RunRecord, paint: Paint): string[] {
  if (claims.length === 0) return [];
  const told = claims.length === 1 ? "1 claim of a model was" : `${claims.length} claims of a model were`;
  return [
    paint(
      "dim",
      `  rejected  ${wrap(`${told} not shown by what was read; the report says which and why`, paint.columns - 14, " ".repeat(12))}`,
    ),
  ];
}

/** It ended before anything was read, and says why: there is no answer to show. */
function neverBegun({ status, steps, calls, errors }: RunRecord): boolean {
  return status === "failed" && steps.length === 0 && calls.length === 0 && errors.length > 0;
}

/** Where the summary holds it. */
function saidAbove(gap: string, { answer }: RunRecord): boolean {
  return answer.verdict !== "fault-found" && answer.summary.includes(gap);
}

function errorLines({ errors }: RunRecord, paint: Paint): string[] {
  return errors.map(({ message, next }) => {
    const words = wrap(plain(message), paint.columns - 6, "    ");
    return `  ${paint("red", "✗")} ${words}${next === undefined ? "" : `\n    ${plain(next)}`}`;
  });
}

function ways({ id, status }: RunRecord, { report }: { report?: string }): string[] {
  return [
    ...(report === undefined ? [] : [`report  ${report}`]),
    ...(status === "cancelled" ? [`go on  nephoscope runs resume ${id}`] : []),
    `again  nephoscope runs show ${id}`,
    `verify  nephoscope runs verify ${id}`,
  ];
}

function verdictLine({ answer, status }: RunRecord, paint: Paint): string {
  const part = status === "answered" ? "" : ` (partial: ${status})`;
  const partial = paint("yellow", part);
  const lead = { "fault-found": 12, "no-fault-found": 17, inconclusive: 15, answered: 0 }[answer.verdict];
  const words = wrap(plain(answer.summary), paint.columns - 6, "    ", lead + part.length);
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
  // Its standing stands behind it.
  const width = paint.columns - 18 - mark.word.length;
  const lines = [
    `  ${paint(mark.style, "●")} ${paint(mark.style, mark.word)}  ${paint("bold", wrap(plain(finding.title), width, " ".repeat(6 + mark.word.length)))}  ${paint("dim", finding.standing)}`,
    `    ${wrap(plain(finding.explanation), paint.columns - 8, "    ")}`,
    `    ${paint("dim", "evidence")}  ${rows(evidenceOf(finding, record), paint.columns - 16, { indent: " ".repeat(14) })}`,
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

function evidenceOf({ evidence }: Finding, record: RunRecord): string[] {
  const told = evidence.slice(0, 3).map((one) => cited(one, record));
  return evidence.length > 3 ? [...told, `and ${evidence.length - 3} more`] : told;
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

function effort({ calls, steps, sandbox, usage }: RunRecord): string[] {
  const denied = calls.filter((call) => call.decision === "denied").length;
  const reads =
    usage.awsCalls > 0 &&
    calls.every(
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
  return [
    `${counted(usage.awsCalls, "AWS call")}${reads ? ", all reads" : ""}${again}`,
    `${counted(steps.length, "script")} in ${sandbox}, ${counted(denied, "call")} denied`,
    `${(usage.ms / 1000).toFixed(1)} s`,
    models,
  ];
}

function counted(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
