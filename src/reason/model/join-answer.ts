import type { Answer, Finding } from "../../core/finding.ts";
import type { Draft, Situation } from "../reason.ts";
import { unfitWords } from "./claims/said-words.ts";
import { unfitSummary } from "./claims/unfit-summary.ts";
import type { AnswerShape } from "./shapes.ts";

type Rejected = Answer["rejectedClaims"][number];

/** What a model answered, after code has checked it. */
export interface Judged {
  readonly said: AnswerShape;
  readonly model: string;
  readonly findings: readonly Finding[];
  readonly rejected: readonly Rejected[];
  /** What holds as a hypothesis only, and why. */
  readonly doubted: readonly Rejected[];
}

/**
 * What code has decided stands: a model adds what code could not see, and decides only where code could not. That no fault is found is never a model's word.
 */
export function joinAnswer(code: Draft, judged: Judged, situation: Situation): Draft {
  const { findings, said } = judged;
  const all = { ...code, rejectedClaims: [...(code.rejectedClaims ?? []), ...judged.rejected] };
  if (code.verdict === "fault-found" || code.verdict === "no-fault-found") {
    const beside = { ...all, findings: ranked([...code.findings, ...findings.map(asInfo)]) };
    if (code.verdict === "no-fault-found" || said.verdict !== "fault-found") return beside;
    return withWords(beside, { said, about: code.findings, situation });
  }
  const causes = findings.filter(({ severity }) => severity !== "info");
  if (said.verdict === "fault-found" && causes.length > 0)
    return decided(all, "fault-found", causes, { judged, situation });
  const supported = findings.filter(({ standing }) => standing === "supported");
  if (
    said.verdict === "answered" &&
    code.verdict !== "answered" &&
    supported.length > 0 &&
    !asksForCause(situation)
  )
    return decided(all, "answered", supported, { judged, situation });
  return withGaps({ ...all, findings: ranked([...code.findings, ...findings.map(asInfo)]) }, said, situation);
}

interface Deciding {
  readonly judged: Judged;
  readonly situation: Situation;
}

/** A model decides: on `causes`, which hold. */
function decided(
  code: Draft,
  verdict: "fault-found" | "answered",
  causes: readonly Finding[],
  { judged, situation }: Deciding,
): Draft {
  const others = judged.findings.filter((finding) => !causes.includes(finding)).map(asInfo);
  const plain = verdict === "answered" ? causes : causes.slice(0, 1);
  const draft = {
    ...code,
    verdict,
    decidedBy: judged.model,
    summary: plain.map(({ title, explanation }) => `${sentence(title)} ${explanation}`).join(" "),
    findings: ranked([...causes, ...others, ...code.findings]),
  };
  return withWords(draft, { said: judged.said, about: causes, situation });
}

interface Words {
  readonly said: AnswerShape;
  readonly about: readonly Finding[];
  readonly situation: Situation;
}

/** A model's words, where they speak of what was found and deny nothing of it; a fault's own title stands before them. */
function withWords(draft: Draft, { said: { summary }, about, situation }: Words): Draft {
  if (summary.trim() === draft.summary.trim()) return draft;
  const why = unfitSummary(summary, about, standingOf(situation, draft));
  if (why !== undefined)
    return {
      ...draft,
      rejectedClaims: [...(draft.rejectedClaims ?? []), { text: summary.slice(0, 500), why }],
    };
  const title = about[0]?.title ?? "";
  const told = draft.verdict === "answered" || summary.startsWith(title);
  return { ...draft, summary: told ? summary : `${sentence(title)} ${summary}` };
}

/** What a model says is missing, as far as its words may be shown. */
function withGaps(draft: Draft, said: AnswerShape, situation: Situation): Draft {
  const gaps = said.gaps.slice(0, 20).map((gap) => ({
    text: gap.slice(0, 500),
    why: unfitWords(gap, standingOf(situation, draft)),
  }));
  const fit = gaps.flatMap(({ text, why }) => (why === undefined ? [text] : []));
  const unfit = gaps.flatMap(({ text, why }) => (why === undefined ? [] : [{ text, why }]));
  return {
    ...draft,
    gaps: [...new Set([...draft.gaps, ...fit])],
    rejectedClaims: [...(draft.rejectedClaims ?? []), ...unfit],
  };
}

/** Of trouble that the question tells, facts are no answer. */
function asksForCause({ question: { asks, symptoms = [] } }: Situation): boolean {
  return asks === "health" || (asks === "cause" && symptoms.length > 0);
}

/** What code says may be said: the model was told it. */
function standingOf(
  situation: Situation,
  { findings, gaps, ruledOut }: Draft,
): Parameters<typeof unfitWords>[1] {
  return {
    facts: situation.facts,
    asked: [askedOf(situation), JSON.stringify([findings, gaps, ruledOut])].join("\n"),
  };
}

/** Everything that stands in the question, its times and its place. */
export function askedOf({ question, now, region }: Situation): string {
  return [question.text, question.window.from, question.window.to, now, region].join("\n");
}

function asInfo(finding: Finding): Finding {
  return { ...finding, severity: "info" };
}

function ranked(findings: readonly Finding[]): Finding[] {
  return findings.map((finding, index) => ({ ...finding, rank: index + 1 }));
}

function sentence(text: string): string {
  return text === "" || /[.!?。！？]$/.test(text) ? text : `${text}.`;
}
