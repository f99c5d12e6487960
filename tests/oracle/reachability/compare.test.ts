import { describe, expect, it } from "vitest";
import { explainPath } from "../../../src/diagnose/reachability/reachability.ts";
import type { PathAnswer } from "../../../src/diagnose/reachability/reachability.ts";
import { factsOf } from "../../../src/facts/fact-base.ts";
import { readers } from "../../../src/services/ec2/facts.ts";
import { recorded } from "../../../src/testing/recorded.ts";
import { generateNetwork } from "./generate-network.ts";
import { recordNetwork } from "./record-network.ts";
import { slowReachability } from "./slow-reachability.ts";
import type { Verdict } from "./slow-reachability.ts";

const account = "123456789012";

interface Row {
  readonly seed: number;
  readonly reachable: boolean;
  readonly complaint?: string;
}

function compare(seed: number): Row {
  const { network, question } = generateNetwork(seed);
  const slow = slowReachability(network, question);
  const answer = explainPath(factsOf(recorded(recordNetwork(network)), readers, account), question);
  const complaint = difference(slow, answer);
  return { seed, reachable: slow.reachable, ...(complaint !== undefined && { complaint: `seed ${seed}: ${JSON.stringify(question)}: ${complaint}` }) };
}

/** As answers are graded: every required fault is named, and nothing is named that is none. */
function difference(slow: Verdict, answer: PathAnswer): string | undefined {
  const said = answer.blockedBy.map((hop) => ({ id: hop.component.id, way: hop.direction, why: hop.why }));
  if (answer.reachable !== (slow.reachable ? "yes" : "no")) {
    const reasons = slow.reachable ? said : slow.blockers;
    return `analyzer ${answer.reachable}, slow ${slow.reachable ? "yes" : "no"}: ${JSON.stringify(reasons)} ${JSON.stringify(answer.missing)}`;
  }
  const isNamed = (blocker: Verdict["blockers"][number], one: (typeof said)[number]) => blocker.ids.includes(one.id) && blocker.ways.includes(one.way);
  const forgotten = slow.blockers.filter((blocker) => blocker.required && !said.some((one) => isNamed(blocker, one)));
  const invented = said.filter((one) => !slow.blockers.some((blocker) => isNamed(blocker, one)));
  if (forgotten.length + invented.length === 0) return undefined;
  return `forgotten ${JSON.stringify(forgotten)}, invented ${JSON.stringify(invented)}`;
}

describe("the analyzer of reachability, beside the slow one", () => {
  it("says the same", () => {
    const rows = Array.from({ length: 300 }, (_, seed) => compare(seed));
    const wrong = rows.filter((row) => row.complaint !== undefined);
    expect(wrong.map((row) => row.complaint)).toEqual([]);
  });
});
