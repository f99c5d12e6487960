import type { RecordedCall } from "../core/call.ts";
import type { Answer, Evidence, Finding } from "../core/finding.ts";
import { KnownIds } from "../facts/known-ids.ts";
import { intactCalls, verifyCitations } from "./verify-citations.ts";
import type { Draft } from "../reason/reason.ts";

export interface SettleAnswer {
  readonly draft: Draft;
  readonly calls: readonly RecordedCall[];
  /** The question, and what else is known without a call: identity, account. */
  readonly known: readonly string[];
  readonly decidedBy: string;
}

type Rejected = Answer["rejectedClaims"][number];

/** Code's last word on an answer: claims whose citations fail, or that name what nobody has seen, are moved to `rejectedClaims`; a fix alone that does is taken from its finding. */
export function settleAnswer({ draft, calls, known, decidedBy }: SettleAnswer): Answer {
  const byNumber = intactCalls(calls);
  const ids = new KnownIds([...calls.map(textOf), ...known]);
  const faultOf = (evidence: readonly Evidence[], text: Finding | string) =>
    citationFault(evidence, byNumber) ?? unknownFault(ids.unknownIn(text));

  const judged = draft.findings.map((finding) => {
    const { fix, ...claim } = finding;
    const fixFault = fix && unknownFault(ids.unknownIn(fix));
    return {
      finding: fixFault === undefined ? finding : claim,
      why: faultOf(finding.evidence, claim),
      fixFault,
    };
  });
  const kept = judged.flatMap(({ finding, why }) =>
    why === undefined ? [withStanding(finding, byNumber)] : [],
  );
  const findings = kept
    .toSorted((a, b) => a.rank - b.rank)
    .map((finding, index) => ({ ...finding, rank: index + 1 }));
  const ruled = draft.ruledOut.map((claim) => ({ claim, why: faultOf(claim.evidence, claim.check) }));
  const gaps = draft.gaps.map((gap) => ({ gap, why: unknownFault(ids.unknownIn(gap)) }));
  const summaryFault = unknownFault(ids.unknownIn(draft.summary));
  const rejected = [
    ...judged.flatMap(({ finding, why }) => rejection(finding.title, why)),
    ...judged.flatMap(({ finding, why, fixFault }) =>
      why === undefined ? rejection(`The fix of: ${finding.title}`, fixFault) : [],
    ),
    ...ruled.flatMap(({ claim, why }) => rejection(`Ruled out: ${claim.check}`, why)),
    ...gaps.flatMap(({ gap, why }) => rejection(gap, why)),
    ...rejection(draft.summary, summaryFault),
  ];
  const lost = judged.some(({ finding, why }) => why !== undefined && finding.severity !== "info");
  const verdict = verdictOf(draft.verdict, findings, lost);
  const stands = summaryFault === undefined && !lost && verdict === draft.verdict;
  return {
    verdict,
    decidedBy,
    summary: stands ? draft.summary : rewritten(findings, verdict),
    findings,
    ruledOut: ruled.flatMap(({ claim, why }) => (why === undefined ? [claim] : [])),
    gaps: gaps.flatMap(({ gap, why }) => (why === undefined ? [gap] : [])),
    rejectedClaims: [...(draft.rejectedClaims ?? []), ...rejected],
  };
}

function textOf({ params, resources, response, error }: RecordedCall): string {
  return JSON.stringify([params, resources, response ?? null, error?.message ?? ""]);
}

function rejection(text: string, why: string | undefined): readonly Rejected[] {
  return why === undefined ? [] : [{ text, why }];
}

/** Every claim has evidence, and all of it holds. */
function citationFault(
  evidence: readonly Evidence[],
  calls: ReadonlyMap<number, RecordedCall>,
): string | undefined {
  if (evidence.length === 0) return "it cites no evidence";
  const [failed] = verifyCitations(evidence, calls);
  return failed && `citation ${failed.evidence} does not hold: ${failed.why}`;
}

function unknownFault(unknown: readonly string[]): string | undefined {
  return unknown.length === 0
    ? undefined
    : `it names ${unknown.join(", ")}, which stands in no recorded response`;
}

/** Nothing is proved by a read that was refused alone. */
function withStanding(finding: Finding, calls: ReadonlyMap<number, RecordedCall>): Finding {
  const read = finding.evidence.some((citation) => calls.get(citation.call)?.response !== undefined);
  return finding.standing === "proved" && !read ? { ...finding, standing: "supported" } : finding;
}

/** A fault is never reported on hypotheses alone, and nothing is called fine where a claim of a fault could not be verified. */
function verdictOf(
  verdict: Answer["verdict"],
  findings: readonly Finding[],
  lost: boolean,
): Answer["verdict"] {
  if (verdict === "fault-found")
    return findings.some((finding) => finding.severity !== "info" && finding.standing !== "hypothesis")
      ? verdict
      : "inconclusive";
  if (verdict === "answered") return lost && findings.length === 0 ? "inconclusive" : verdict;
  return verdict === "no-fault-found" && lost ? "inconclusive" : verdict;
}

function rewritten(findings: readonly Finding[], verdict: Answer["verdict"]): string {
  const [first] = findings;
  if (verdict === "fault-found" && first) return `${first.title} ${first.explanation}`;
  return "No cause could be verified: see the rejected claims, and the gaps for what would settle it.";
}
