import { describe, expect, it } from "vitest";
import { factsOf } from "../facts/fact-base.ts";
import { itemReader } from "../facts/reader.ts";
import { recorded } from "../testing/recorded.ts";
import type { Fault } from "./check.ts";
import { toFinding } from "./to-finding.ts";

const facts = factsOf(
  recorded([{ service: "test", operation: "Get", response: { Limit: 1 } }]),
  [itemReader("test", "Get", "", () => ({ type: "T", id: "x" }))],
  "123456789012",
);

const fault: Fault = {
  title: "x allows 1",
  severity: "high",
  standing: "proved",
  confidence: 0.9,
  resource: { type: "T", id: "x" },
  property: "Limit",
  observed: 1,
  expected: 5,
  explanation: "Why.",
  pillars: [],
  evidence: [],
  role: "root",
  change: {
    summary: "Raise it",
    commands: [["aws", "test", "put"]],
    risk: "none",
    rollback: "aws test undo",
    edits: [{ op: "replace", type: "T", id: "x", path: "/Limit", value: 5 }],
  },
  prove: (patched) => ({ flips: patched.get("T", "x")?.data["Limit"] === 5, newlyAllowed: [] }),
};

describe("a finding of a fault", () => {
  it("turns the change into a fix that is proved on the patched facts", () => {
    const finding = toFinding(fault, { rank: 1, check: "test.limit", facts });
    expect(finding.fix).toEqual({
      summary: "Raise it",
      commands: [["aws", "test", "put"]],
      risk: "none",
      rollback: "aws test undo",
      proof: { flips: true, newlyAllowed: [] },
    });
    expect(finding).not.toHaveProperty("role");
    expect(finding).not.toHaveProperty("prove");
    expect(finding).toMatchObject({ rank: 1, check: "test.limit", severity: "high" });
  });

  it("leaves the proof out where no analyzer decides", () => {
    const { prove: _prove, ...plain } = fault;
    expect(toFinding(plain, { rank: 1, check: "c", facts }).fix).not.toHaveProperty("proof");
  });

  it("never blames a bystander", () => {
    expect(toFinding({ ...fault, role: "bystander" }, { rank: 2, check: "c", facts }).severity).toBe("info");
  });
});
