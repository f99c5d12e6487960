import type { Answer, Finding } from "../../core/finding.ts";
import type { ChatMessage } from "../../models/models.ts";
import type { Situation } from "../reason.ts";
import { judgeClaim } from "./judge-claim.ts";
import type { AnswerShape, ClaimShape } from "./shapes.ts";

export type Draft = Omit<Answer, "rejectedClaims" | "decidedBy"> & {
  readonly rejectedClaims?: Answer["rejectedClaims"];
  readonly decidedBy?: string;
};

/** What asks the analyst: the first time, or with what was said and what is wrong with it. */
export type AskAnalyst = (
  more: readonly ChatMessage[],
) => Promise<{ readonly value: AnswerShape; readonly model: string; readonly text: string } | undefined>;

interface Judged {
  readonly findings: readonly Finding[];
  readonly rejected: readonly { readonly text: string; readonly why: string }[];
}

/** Joins what code concluded with what a model claims beyond it. Claims that fail go back once; what fails again is rejected. */
export async function concludeWith(code: Draft, situation: Situation, ask: AskAnalyst): Promise<Draft> {
  const first = await ask([]);
  if (!first) return code;
  const judged = judge(first.value.claims, code, situation);
  if (judged.rejected.length === 0) return joined(code, first.value, judged, first.model);
  const again = await ask([
    { role: "assistant", text: first.text.slice(0, 20_000) },
    { role: "user", text: complaint(judged.rejected) },
  ]);
  if (!again) return joined(code, first.value, judged, first.model);
  const second = judge(again.value.claims, code, situation);
  const rejected = [
    ...judged.rejected.filter(
      ({ text }) =>
        !second.rejected.some((one) => one.text === text) &&
        !again.value.claims.some((claim) => claim.title === text),
    ),
    ...second.rejected,
  ];
  return joined(code, again.value, { findings: second.findings, rejected }, again.model);
}

function judge(claims: readonly ClaimShape[], { findings, ruledOut }: Draft, { facts }: Situation): Judged {
  const judgements = claims
    .slice(0, 50)
    .map((claim) => ({ claim, judgement: judgeClaim({ claim, facts, findings, ruledOut }) }));
  return {
    findings: judgements.flatMap(({ judgement }) => (judgement.kind === "holds" ? [judgement.finding] : [])),
    rejected: judgements.flatMap(({ claim, judgement }) =>
      judgement.kind === "fails" ? [{ text: claim.title, why: judgement.why }] : [],
    ),
  };
}

function complaint(rejected: Judged["rejected"]): string {
  const lines = rejected.map(({ text, why }) => `- "${text}": ${why}.`).join("\n");
  return `Code has checked your claims. These do not hold:\n${lines}\nAnswer again, whole: correct their citations (call, JSON Pointer, observed value as it stands there), or leave them out.`;
}

/**
 * What code has decided stands: a model adds what code could not see, and decides only where code could not. That no fault is found is never a model's word.
 */
function joined(code: Draft, said: AnswerShape, { findings, rejected }: Judged, model: string): Draft {
  const all = { ...code, rejectedClaims: [...(code.rejectedClaims ?? []), ...rejected] };
  if (code.verdict === "fault-found" || code.verdict === "no-fault-found") {
    const beside = findings.map((finding) => ({ ...finding, severity: "info" as const }));
    return {
      ...all,
      ...(code.verdict === "fault-found" && fitting(said, code) && { summary: said.summary }),
      findings: ranked([...code.findings, ...beside]),
    };
  }
  const causes = findings.filter((finding) => finding.severity !== "info");
  if (said.verdict === "fault-found" && causes.length > 0)
    return {
      ...all,
      verdict: "fault-found",
      decidedBy: model,
      summary: said.summary,
      findings: ranked([
        ...causes,
        ...findings.filter((finding) => finding.severity === "info"),
        ...code.findings,
      ]),
    };
  if (said.verdict === "answered" && code.verdict !== "answered" && findings.length > 0)
    return {
      ...all,
      verdict: "answered",
      decidedBy: model,
      summary: said.summary,
      findings: ranked([...findings, ...code.findings]),
    };
  const gaps = [...new Set([...code.gaps, ...said.gaps])];
  return {
    ...all,
    findings: ranked([
      ...code.findings,
      ...findings.map((finding) => ({ ...finding, severity: "info" as const })),
    ]),
    gaps,
  };
}

/** The model's words stand for code's only when they speak of the cause that code proved. */
function fitting({ verdict, summary }: AnswerShape, { findings }: Draft): boolean {
  const [root] = findings;
  if (verdict !== "fault-found" || !root) return false;
  return [root.resource.id, root.resource.name, root.resource.arn?.split(/[:/]/).at(-1)].some(
    (name) => name !== undefined && summary.includes(name),
  );
}

function ranked(findings: readonly Finding[]): Finding[] {
  return findings.map((finding, index) => ({ ...finding, rank: index + 1 }));
}
