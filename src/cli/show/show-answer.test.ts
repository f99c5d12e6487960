import { describe, expect, it } from "vitest";
import { RunRecord } from "../../core/record/record.ts";
import { rows, type Paint } from "./paint.ts";
import { showAnswer } from "./show-answer.ts";
import { showQuestion } from "./show-question.ts";

const paint: Paint = Object.assign((_style: unknown, text: string) => text, { colour: false, columns: 80 });

function recordOf(more: object): RunRecord {
  return RunRecord.parse({
    schemaVersion: 1,
    id: "20261121-134419-fc070244",
    question: "Why can nobody reach the shop, which was fine until somebody changed something this morning?",
    status: "answered",
    startedAt: "2026-11-21T13:44:19Z",
    iterations: 0,
    mode: "playbook",
    scope: {
      source: "aws",
      account: "123456789012",
      regions: ["us-east-1", "eu-central-1"],
      identity: "arn:aws:iam::123456789012:user/ana",
      window: { from: "2026-11-21T10:44:19Z", to: "2026-11-21T13:44:19Z" },
    },
    grant: {
      ceiling: { effects: ["pure"], usd: 1 },
      mandate: { accounts: ["123456789012"], regions: ["us-east-1"], effects: ["pure"] },
    },
    sandbox: "bubblewrap",
    steps: [],
    calls: [],
    answer: {
      verdict: "inconclusive",
      decidedBy: "playbook",
      summary: "No cause could be established. What is missing: nothing is called shop.",
      findings: [],
      ruledOut: [],
      gaps: ["nothing is called shop", "s3:ListBuckets was refused by AWS."],
      rejectedClaims: [],
    },
    usage: { models: [], awsCalls: 0, awsUsd: 0, ms: 900 },
    errors: [],
    ...more,
  });
}

describe("an answer in a terminal", () => {
  it("keeps within its width, and says a gap once", () => {
    const shown = showAnswer(recordOf({}), paint, { report: "/home/ana/nephoscope/runs/x/report.html" });
    expect(shown.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(shown.replaceAll(/\s+/g, " ").split("nothing is called shop")).toHaveLength(2);
    expect(shown).toContain("gap       s3:ListBuckets was refused by AWS.");
    expect(shown).toContain("0 AWS calls · 0 scripts");
  });

  it("is the failure alone where nothing was read", () => {
    const errors = [{ code: "credentials", message: 'There is no profile "x".', next: "aws configure" }];
    const shown = showAnswer(recordOf({ status: "failed", errors }), paint, {});
    expect(shown.trim()).toBe('✗ There is no profile "x".\n    aws configure');
  });

  it("says that claims were rejected, and shows none of their words", () => {
    const { answer } = recordOf({});
    const claims = [{ text: "The database was hacked", why: "nothing shows it" }];
    const shown = showAnswer(recordOf({ answer: { ...answer, rejectedClaims: claims } }), paint, {});
    expect(shown).toContain("rejected  1 claim of a model was not shown by what was read");
    expect(shown).not.toContain("hacked");
  });

  it("says how an interrupted run goes on", () => {
    expect(showAnswer(recordOf({ status: "cancelled" }), paint, {})).toContain(
      "go on  nephoscope runs resume 20261121-134419-fc070244",
    );
  });

  it("stands below what was asked of whom, where that is known", () => {
    const shown = showQuestion(recordOf({}), paint);
    expect(shown.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(shown).toContain("account 123456789012 · us-east-1, eu-central-1");
    const { scope } = recordOf({});
    expect(showQuestion(recordOf({ scope: { ...scope, account: "unknown" } }), paint)).not.toContain(
      "unknown",
    );
  });
});

describe("parts side by side", () => {
  it("stand below each other where the width ends, and none is broken", () => {
    expect(rows(["aaaa", "bbbb", "a very long one"], 12, { between: "  ", indent: " " })).toBe(
      "aaaa  bbbb\n a very long one",
    );
  });
});
