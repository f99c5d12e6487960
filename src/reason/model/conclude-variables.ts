import type { JsonObject } from "../../core/json/json.ts";
import type { Draft, Situation } from "../reason.ts";
import { timesOf } from "./asking.ts";
import { describeFinding, describeOutput } from "./describe.ts";
import { fenced, fencedLines, within } from "./fence.ts";
import { factsText } from "./facts-text.ts";

/** Characters of facts where code has settled the question: what is left to say is said from its findings. */
const settledRoom = 8000;

/** So many of the calls that findings cite are shown before others. */
const mostCited = 20;

/** What the analyst's prompt is told. */
export function concludeVariables(
  situation: Situation,
  code: Pick<Draft, "verdict" | "summary" | "findings" | "ruledOut">,
): (room: number) => JsonObject {
  const settled =
    code.findings[0]?.standing === "proved" &&
    code.verdict === "fault-found" &&
    situation.question.asks !== "facts";
  return (room) => ({
    ...timesOf(situation),
    question: situation.question.text,
    code_verdict: `${code.verdict}. ${fenced("summary", code.summary)}`,
    findings: [
      ...within(
        code.findings.map((finding, index) => describeFinding(finding, index + 1)),
        6000,
      ),
    ],
    verdicts: [
      ...fencedLines(
        "verdicts",
        code.ruledOut.map(({ check }) => `fine: ${check}`),
        2000,
      ),
    ],
    // The latest outputs answer what was asked for last.
    outputs: [...within(situation.tried.toReversed().flatMap(describeOutput), 7000)],
    facts: factsText(situation, settled ? Math.min(room, settledRoom) : room, {
      calls: code.findings.flatMap(({ evidence }) => evidence.map(({ call }) => call)).slice(0, mostCited),
    }),
  });
}
