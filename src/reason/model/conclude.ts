import type { Answer, Finding } from "../../core/finding.ts";
import type { ChatMessage } from "../../models/models.ts";
import type { Draft, Situation } from "../reason.ts";
import { askedOf, joinAnswer, type Judged } from "./join-answer.ts";
import { judgeClaim } from "./judge-claim.ts";
import type { AnswerShape } from "./shapes.ts";

/** What asks the analyst: the first time, or with what was said and what is wrong with it. */
export type AskAnalyst = (
  more: readonly ChatMessage[],
) => Promise<{ readonly value: AnswerShape; readonly model: string; readonly text: string } | undefined>;

type Rejected = Answer["rejectedClaims"][number];

/** Joins what code concluded with what a model claims beyond it. Claims that do not hold go back once; what fails again is rejected. */
export async function concludeWith(code: Draft, situation: Situation, ask: AskAnalyst): Promise<Draft> {
  const first = await ask([]);
  if (!first) return code;
  const judged = judge(first, code, situation);
  if (judged.rejected.length + judged.doubted.length === 0) return joinAnswer(code, judged, situation);
  const again = await ask([
    { role: "assistant", text: first.text.slice(0, 20_000) },
    { role: "user", text: complaint(judged) },
  ]);
  if (!again) return joinAnswer(code, judged, situation);
  const second = judge(again, code, situation);
  const left = judged.rejected.filter(
    ({ text }) =>
      !second.rejected.some((one) => one.text === text) &&
      !second.said.claims.some((claim) => claim.title === text),
  );
  return joinAnswer(code, { ...second, rejected: [...left, ...second.rejected] }, situation);
}

const mostClaims = 50;

function judge(
  { value, model }: { readonly value: AnswerShape; readonly model: string },
  { findings, ruledOut }: Draft,
  situation: Situation,
): Judged {
  const said = plainHyphens(value);
  const { facts, now } = situation;
  const judgements = said.claims.slice(0, mostClaims).map((claim) => ({
    title: claim.title.slice(0, 300),
    judgement: judgeClaim({
      claim,
      facts,
      findings,
      ruledOut,
      asked: askedOf(situation),
      window: situation.question.window,
      now,
    }),
  }));
  const held = judgements.flatMap(({ judgement }) => (judgement.kind === "holds" ? [judgement] : []));
  const kept = held.filter(
    ({ finding }, index) => held.findIndex((one) => isSamePlace(one.finding, finding)) === index,
  );
  return {
    said,
    model,
    findings: kept.map(({ finding }) => finding),
    rejected: [
      ...judgements.flatMap(({ title, judgement }) =>
        judgement.kind === "fails" ? [{ text: title, why: judgement.why }] : [],
      ),
      ...held
        .filter((one) => !kept.includes(one))
        .map(({ finding }) => ({ text: finding.title, why: "another claim speaks of the same place" })),
    ],
    doubted: kept.flatMap(({ finding, doubts }) =>
      doubts.length > 0 ? [{ text: finding.title, why: doubts.join("; ") }] : [],
    ),
  };
}

function isSamePlace(a: Finding, b: Finding): boolean {
  const placeOf = ({ resource, property, evidence }: Finding) =>
    JSON.stringify([resource.id, property.toLowerCase(), evidence[0]?.call, evidence[0]?.pointer]);
  return placeOf(a) === placeOf(b);
}

/** Some models write hyphens that look like any other: an id with one in it is not that id. */
function plainHyphens<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll(/[\u2010\u2011]/g, "-")) as T;
}

function complaint({ rejected, doubted }: Judged): string {
  const listed = (claims: readonly Rejected[]) =>
    claims.map(({ text, why }) => `- "${text}": ${why}.`).join("\n");
  return [
    "Code has checked your claims.",
    ...(rejected.length > 0 ? [`These do not hold:\n${listed(rejected)}`] : []),
    ...(doubted.length > 0 ? [`These would be hypotheses only:\n${listed(doubted)}`] : []),
    "Answer again, whole: correct their citations (call, JSON Pointer, observed value as it stands there, in what is about the resource that you name), or leave them out.",
  ].join("\n");
}
