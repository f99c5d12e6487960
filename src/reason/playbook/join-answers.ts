import type { Answer, Finding } from "../../core/finding.ts";
import type { Target } from "../../core/target.ts";
import { placeName } from "./across-places.ts";

type PlaceAnswer = Omit<Answer, "rejectedClaims" | "decidedBy">;

export interface AnswerAt {
  readonly target: Target;
  readonly answer: PlaceAnswer;
}

/**
 * One answer of those of several places. A fault anywhere is a fault; nothing is called fine where one place is open. `open`: part of what the question
 * is about could not be read at all, so that its being fine was not seen.
 */
export function joinAnswers(answers: readonly AnswerAt[], open: boolean): PlaceAnswer {
  const [only, second] = answers;
  const told = only && !second ? only.answer : severalJoined(answers);
  const joined = { ...told, findings: told.findings.map(located) };
  return open && joined.verdict === "no-fault-found"
    ? {
        ...joined,
        verdict: "inconclusive",
        summary: `No fault was found in what could be read, but not everything could be: see the gaps.`,
      }
    : joined;
}

function severalJoined(answers: readonly AnswerAt[]): PlaceAnswer {
  const verdict = order.find((one) => answers.some(({ answer }) => answer.verdict === one)) ?? "inconclusive";
  const telling = answers.filter(({ answer }) => answer.verdict === verdict);
  return {
    verdict,
    summary: summaryOf(telling),
    findings: findingsOf([...telling, ...answers.filter((one) => !telling.includes(one))]),
    ruledOut: answers.flatMap(({ target, answer }) =>
      answer.ruledOut.map((one) => ({ ...one, check: `${placeName(target)}: ${one.check}` })),
    ),
    gaps: [...new Set(answers.flatMap(({ target, answer }) => gapsOf(target, answer)))],
  };
}

const order: readonly Answer["verdict"][] = ["fault-found", "answered", "inconclusive", "no-fault-found"];

/** Places that say the same say it once. */
function summaryOf(answers: readonly AnswerAt[]): string {
  const said = Map.groupBy(answers, ({ answer }) => answer.summary);
  const [one, other] = said.keys();
  if (one !== undefined && other === undefined) return one;
  return [...said]
    .map(([summary, some]) => `${some.map(({ target }) => placeName(target)).join(", ")}: ${summary}`)
    .join(" ");
}

function gapsOf(target: Target, { gaps }: PlaceAnswer): readonly string[] {
  return gaps.map((gap) =>
    gap.startsWith("nothing that was read is called") ? gap : `${placeName(target)}: ${gap}`,
  );
}

/** The first of each place, then the second of each; what two places tell of one resource is told once. */
function findingsOf(answers: readonly AnswerAt[]): Finding[] {
  const first = answers[0]?.answer.verdict;
  const all = answers
    .flatMap(({ answer }, place) =>
      answer.findings.map((finding) => ({ finding, place, later: answer.verdict === first ? 0 : 1 })),
    )
    .toSorted((a, b) => a.later - b.later || a.finding.rank - b.finding.rank || a.place - b.place);
  const seen = new Set<string>();
  return all
    .filter(({ finding: { check, resource, property } }) => {
      const key = JSON.stringify([
        check,
        resource.type,
        resource.id,
        resource.account,
        resource.region,
        property,
      ]);
      const known = seen.has(key);
      seen.add(key);
      return !known;
    })
    .map(({ finding }, index) => ({ ...finding, rank: index + 1 }));
}

/** Says where a finding is, and has its commands run there. */
export function located(finding: Finding): Finding {
  const { account, region } = finding.resource;
  if (account === undefined || region === undefined) return finding;
  const { fix } = finding;
  return {
    ...finding,
    explanation: `${finding.explanation} This is in ${placeName({ account, region })}.`,
    ...(fix && { fix: { ...fix, commands: fix.commands.map((command) => commandAt(command, region)) } }),
  };
}

function commandAt(command: readonly string[], region: string): string[] {
  const elsewhere = command[0] !== "aws" || command.includes("--region");
  return elsewhere ? [...command] : [...command, "--region", region];
}
