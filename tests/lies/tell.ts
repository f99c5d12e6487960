import { settleAnswer } from "../../src/agent/settle-answer.ts";
import type { Answer, Finding } from "../../src/core/finding.ts";
import { concludeWith } from "../../src/reason/model/conclude.ts";
import type { AnswerShape, ClaimShape } from "../../src/reason/model/shapes.ts";
import type { Draft, Situation } from "../../src/reason/reason.ts";
import { calls, facts, n, question, ruledOut } from "./account.ts";
import { now, sgDb, window } from "./things.ts";

export const situation: Situation = {
  question: { text: question, mentions: [], ports: [], actions: [], services: [], window },
  facts,
  iteration: 2,
  left: 1,
  tried: [],
  region: "us-east-1",
  now,
};

/** What code has proved. */
export const proved: Finding = {
  rank: 1,
  title: `${sgDb} admits nothing`,
  severity: "high",
  standing: "proved",
  confidence: 1,
  resource: { type: "AWS::EC2::SecurityGroup", id: sgDb, name: "db" },
  property: "IpPermissions",
  observed: [],
  expected: "a rule",
  explanation: "IpPermissions is empty.",
  pillars: [],
  evidence: [{ call: n("groups"), pointer: "/SecurityGroups/1/IpPermissions", value: [] }],
};

export const open: Draft = {
  verdict: "inconclusive",
  summary: "No cause could be established.",
  findings: [],
  ruledOut: [...ruledOut],
  gaps: [],
  decidedBy: "playbook",
};
export const settled: Draft = {
  ...open,
  verdict: "fault-found",
  summary: `${proved.title}. IpPermissions is empty.`,
  findings: [proved],
};

/** The answer of a run whose analyst says this, and says it again when code complains. */
export async function answerTo(
  said: Partial<AnswerShape>,
  code: Draft = open,
  asked: Partial<Situation["question"]> = {},
): Promise<Answer> {
  const value: AnswerShape = {
    verdict: "fault-found",
    summary: "It is so.",
    causes: [],
    claims: [],
    gaps: [],
    ...said,
  };
  const draft = await concludeWith(
    code,
    { ...situation, question: { ...situation.question, ...asked } },
    async () => ({ value, model: "m", text: JSON.stringify(value) }),
  );
  return settleAnswer({ draft, calls, known: [question, "123456789012"], decidedBy: draft.decidedBy ?? "m" });
}

export type Told = Omit<Partial<ClaimShape>, "evidence" | "resource"> & {
  readonly on: readonly [type: string, id: string];
  readonly cite: readonly (readonly [call: number, pointer: string, query?: string])[];
};

/** A claim in short. */
export function claimOf({ on: [type, id], cite, ...said }: Told): ClaimShape {
  return {
    title: `${id} has ${said.property ?? ""} ${said.observed ?? ""}`,
    severity: "high",
    property: "State",
    observed: "none",
    expected: "something else",
    explanation: "See the citation.",
    ...said,
    resource: { type, id },
    evidence: cite.map(([call, pointer, query]) => ({ call, pointer, query: query ?? null })),
  };
}
