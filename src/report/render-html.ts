import type { Evidence, Finding } from "../core/finding.ts";
import { isArray, isObject } from "../core/json/json.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { RunRecord } from "../core/record/record.ts";
import { shellLine } from "../core/text/shell-line.ts";
import { drawAccess } from "./draw-access.ts";
import { drawPath } from "./draw-path.ts";
import { escapeHtml } from "./escape-html.ts";
import { renderTimeline } from "./render-timeline.ts";
import type { ReportInput } from "./report.ts";
import { reportStyle } from "./style.css.ts";

/** One self-contained page: no script, no request, safe to open whatever the account held. */
export function renderHtml({ record, verdicts }: ReportInput): string {
  const { answer } = record;
  const blamed = answer.findings.filter((finding) => finding.severity !== "info");
  const aside = answer.findings.filter((finding) => finding.severity === "info");
  const pictures = picturesOf(verdicts);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"><title>${escapeHtml(record.question)}</title><style>${reportStyle}</style></head><body><main>
<p class="meta">nephoscope · run ${escapeHtml(record.id)} · ${escapeHtml(record.startedAt)}</p>
<h1>${escapeHtml(record.question)}</h1>
<p class="meta">account ${escapeHtml(record.scope.account)} · ${escapeHtml(record.scope.regions.join(", "))} · as ${escapeHtml(record.scope.identity)}${record.scope.endpoint ? ` · endpoint ${escapeHtml(record.scope.endpoint)}` : ""}</p>
<p class="verdict ${answer.verdict}"><b>${escapeHtml(verdictWords(record))}</b> ${escapeHtml(answer.summary)}</p>
${record.errors.length > 0 ? `<h2>Why it ended</h2><ul>${record.errors.map(({ message, next }) => `<li>${escapeHtml(message)}${next === undefined ? "" : ` <span class="soft">${escapeHtml(next)}</span>`}</li>`).join("")}</ul>` : ""}
${blamed.map((finding) => findingSection(finding, record)).join("\n")}
${pictures.length > 0 ? `<h2>What decides</h2>${pictures.map(({ check, picture }) => `<p class="soft">${escapeHtml(check)}</p>${picture}`).join("\n")}` : ""}
${answer.ruledOut.length > 0 ? `<h2>Ruled out</h2>${answer.ruledOut.map((one) => `<details><summary>${escapeHtml(one.check)}</summary>${one.evidence.map((evidence) => citation(evidence, record)).join("")}</details>`).join("")}` : ""}
${answer.gaps.length > 0 ? `<h2>Could not be read</h2><ul>${answer.gaps.map((gap) => `<li>${escapeHtml(gap)}</li>`).join("")}</ul>` : ""}
${aside.length > 0 ? `<h2>Found on the way</h2>${aside.map((finding) => findingSection(finding, record)).join("\n")}` : ""}
${answer.rejectedClaims.length > 0 ? `<h2>Rejected claims</h2><ul>${answer.rejectedClaims.map((claim) => `<li>${escapeHtml(claim.text)} <span class="soft">(${escapeHtml(claim.why)})</span></li>`).join("")}</ul>` : ""}
${record.steps.length > 0 ? `<h2>How it was found</h2>${renderTimeline(record)}` : ""}
${record.calls.length > 0 ? `<h2>Calls</h2><div class="wide">${callTable(record)}</div>` : ""}
</main></body></html>
`;
}

/** What decides first: where a fault was found, only the ways and layers that show it; else the first few that were judged. */
function picturesOf(
  verdicts: ReportInput["verdicts"],
): readonly { readonly check: string; readonly picture: string }[] {
  const all = verdicts.flatMap(({ check, result, detail }) =>
    (isArray(detail) ? detail : [detail]).flatMap((one) => {
      const drawn = isObject(one) ? picture(one) : "";
      return isObject(one) && drawn !== ""
        ? [{ check, picture: drawn, decides: result === "fault" && stops(one) }]
        : [];
    }),
  );
  const deciding = all.filter((one) => one.decides);
  return (deciding.length > 0 ? deciding : all).slice(0, mostPictures);
}

const mostPictures = 4;

function stops(detail: JsonObject): boolean {
  return (
    detail["reachable"] === "no" ||
    (typeof detail["decision"] === "string" && detail["decision"] !== "allowed")
  );
}

function picture(detail: JsonObject): string {
  if ("hops" in detail) return drawPath(detail);
  return "layers" in detail ? drawAccess(detail) : "";
}

function verdictWords({ answer, status }: RunRecord): string {
  const partial = status === "answered" ? "" : ` (partial: ${status})`;
  switch (answer.verdict) {
    case "fault-found":
      return `Fault found${partial}.`;
    case "no-fault-found":
      return `No fault found${partial}.`;
    case "inconclusive":
      return `Inconclusive${partial}.`;
    case "answered":
      return `Answered${partial}.`;
  }
}

function findingSection(finding: Finding, record: RunRecord): string {
  const { resource, fix } = finding;
  return `<section class="finding ${finding.severity}"><header><h3>${escapeHtml(finding.title)}</h3><span class="standing">${finding.standing}</span></header>
<p class="tag">${finding.severity}</p><p>${escapeHtml(finding.explanation)}</p>
<dl><dt>resource</dt><dd>${escapeHtml([resource.name, resource.id].filter(Boolean).join(" · "))} <span class="soft">${escapeHtml(resource.type)}</span></dd>
<dt>property</dt><dd>${escapeHtml(finding.property)}</dd><dt>observed</dt><dd><code>${escapeHtml(shortJson(finding.observed))}</code></dd><dt>expected</dt><dd><code>${escapeHtml(shortJson(finding.expected))}</code></dd></dl>
${finding.evidence.map((evidence) => citation(evidence, record)).join("")}
${
  fix
    ? `<p><b>Fix.</b> ${escapeHtml(fix.summary)}</p>${fix.commands.length > 0 ? `<pre>${escapeHtml(fix.commands.map(shellLine).join("\n"))}</pre>` : ""}
<dl><dt>risk</dt><dd>${escapeHtml(fix.risk)}</dd><dt>undo</dt><dd>${escapeHtml(fix.rollback)}</dd>${fix.proof ? `<dt>checked</dt><dd>${fix.proof.flips ? "on the facts: this turns the verdict" : "on the facts: alone, this does not turn the verdict"}; ${fix.proof.newlyAllowed.length === 0 ? "nothing else opens" : `also opens ${escapeHtml(fix.proof.newlyAllowed.map((one) => Object.values(one).join(" ")).join("; "))}`}</dd>` : ""}</dl>`
    : ""
}</section>`;
}

function citation(evidence: Evidence, record: RunRecord): string {
  const call = record.calls.find((one) => one.n === evidence.call);
  const what = call ? `${call.service}:${call.operation}` : "?";
  const value =
    evidence.value === undefined
      ? `digest ${evidence.digest ?? ""}`
      : JSON.stringify(evidence.value, null, 2);
  const query =
    evidence.query === undefined
      ? ""
      : `<p class="soft">query <code>${escapeHtml(evidence.query)}</code> gives <code>${escapeHtml(JSON.stringify(evidence.result ?? null))}</code></p>`;
  return `<details><summary>[${evidence.call}] ${escapeHtml(what)} <code>${escapeHtml(evidence.pointer || "the answer as a whole")}</code></summary><pre>${escapeHtml(value)}</pre>${query}</details>`;
}

function callTable({ calls }: RunRecord): string {
  const rows = calls.map(
    (call) =>
      `<tr id="call-${call.n}"><td class="n">${call.n}</td><td>${escapeHtml(`${call.service}:${call.operation}`)}</td><td>${escapeHtml(call.region)}</td><td>${call.decision === "denied" ? `denied by ${escapeHtml(call.deniedBy ?? "")}: ${escapeHtml(call.reason ?? "")}` : escapeHtml(call.error ? `${call.status} ${call.error.code}` : call.cached ? "from the record" : String(call.status))}</td><td class="n">${call.ms.toFixed(0)} ms</td><td class="n">${call.bytes}</td></tr>`,
  );
  return `<table><thead><tr><th>n</th><th>operation</th><th>region</th><th>answer</th><th>time</th><th>bytes</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function shortJson(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 399)}…` : text;
}
