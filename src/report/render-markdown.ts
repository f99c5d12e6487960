import type { Evidence, Finding } from "../core/finding.ts";
import type { RunRecord } from "../core/record/record.ts";
import { shellLine } from "../core/text/shell-line.ts";
import { visible } from "../core/text/visible.ts";
import type { ReportInput } from "./report.ts";

/** The record as Markdown for a ticket or a chat. Text from the cloud cannot become markup: it is escaped or stands in code. */
export function renderMarkdown({ record }: ReportInput): string {
  const { answer } = record;
  return [
    `# ${inert(record.question)}`,
    "",
    `**${answer.verdict}** · status ${record.status} · run \`${record.id}\` · account ${record.scope.account}, ${record.scope.regions.join(", ")} · ${record.startedAt}`,
    "",
    inert(answer.summary),
    ...(record.errors.length > 0
      ? [
          "",
          "## Why it ended",
          "",
          ...record.errors.map(
            ({ message, next }) => `- ${inert(message)}${next === undefined ? "" : ` ${inert(next)}`}`,
          ),
        ]
      : []),
    ...answer.findings.flatMap((finding) => ["", ...findingLines(finding, record)]),
    ...(answer.ruledOut.length > 0
      ? [
          "",
          "## Ruled out",
          "",
          ...answer.ruledOut.map(
            (one) =>
              `- ${inert(one.check)}${one.evidence.map((evidence) => ` ${cited(evidence, record)}`).join(",")}`,
          ),
        ]
      : []),
    ...(answer.gaps.length > 0
      ? ["", "## Could not be read", "", ...answer.gaps.map((gap) => `- ${inert(gap)}`)]
      : []),
    ...(answer.rejectedClaims.length > 0
      ? [
          "",
          "## Rejected claims",
          "",
          ...answer.rejectedClaims.map((claim) => `- ${inert(claim.text)} (${inert(claim.why)})`),
        ]
      : []),
    ...(record.steps.length > 0
      ? [
          "",
          "## Steps",
          "",
          "| step | task | status | calls |",
          "|---|---|---|---|",
          ...record.steps.map(
            (step) => `| ${step.step} | ${inert(step.task)} | ${step.status} | ${step.calls.length} |`,
          ),
        ]
      : []),
    "",
    `${record.usage.awsCalls} AWS calls, ${record.steps.length} scripts in ${record.sandbox}, ${Math.round(record.usage.ms)} ms. \`nephoscope runs verify ${record.id}\` checks every citation again.`,
    "",
  ].join("\n");
}

function findingLines(finding: Finding, record: RunRecord): string[] {
  const { fix } = finding;
  return [
    `## ${finding.rank}. ${inert(finding.title)}`,
    "",
    `${finding.severity}, ${finding.standing} · ${code([finding.resource.name, finding.resource.id].filter(Boolean).join(" "))} · ${code(finding.property)}`,
    "",
    inert(finding.explanation),
    "",
    `- observed ${code(JSON.stringify(finding.observed))}`,
    `- expected ${code(JSON.stringify(finding.expected))}`,
    ...finding.evidence.map((evidence) => `- evidence ${cited(evidence, record)}`),
    ...(fix
      ? [
          "",
          `**Fix.** ${inert(fix.summary)}`,
          "",
          "```sh",
          ...fix.commands.map((words) => shellLine(words).replaceAll("```", "'''")),
          "```",
          "",
          `Risk: ${inert(fix.risk)} Undo: ${inert(fix.rollback)}`,
        ]
      : []),
  ];
}

function cited(evidence: Evidence, record: RunRecord): string {
  const call = record.calls.find((one) => one.n === evidence.call);
  return `[${evidence.call}] ${call ? `${call.service}:${call.operation}` : "?"} ${code(evidence.pointer || "/")}`;
}

/** Inline code that nothing inside can end. */
function code(text: string): string {
  const inside = visible(text.replace(/\s+/g, " ")).replaceAll("`", "'").slice(0, 400);
  return inside === "" ? "`(empty)`" : `\`${inside}\``;
}

/** Plain text: Markdown's own characters are escaped, line ends folded; an address is no link, a name calls nobody. */
function inert(text: string): string {
  return visible(text.replace(/\s+/g, " ").trimStart())
    .replace(/[\\`*_{}[\]()#!|<>~&@]/g, (character) => `\\${character}`)
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\b(www)\./gi, "$1\\.")
    .replace(/^([-+=]|\d+(?=[.)]))/, "\\$1");
}
