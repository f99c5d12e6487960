import { describe, expect, it } from "vitest";
import type { RecordedCall } from "../core/call.ts";
import type { Finding } from "../core/finding.ts";
import { toldCall } from "../testing/told-run.ts";
import { settleAnswer } from "./settle-answer.ts";
import type { Draft } from "../reason/reason.ts";

const response = {
  SecurityGroups: [
    { GroupId: "sg-0123456789abcdef0", GroupName: "web", OwnerId: "123456789012", IpPermissions: [] },
  ],
};
const denied = {
  error: { code: "AccessDenied", message: "User: arn:aws:iam::123456789012:user/reader may not" },
  status: 403,
};
const calls: RecordedCall[] = [{ ...toldCall(1, response), response }, toldCall(2, undefined, denied)];
const holds = { call: 1, pointer: "/SecurityGroups/0/IpPermissions", value: [] };

const finding = (more: Partial<Finding> = {}): Finding => ({
  rank: 1,
  title: "sg-0123456789abcdef0 admits nothing.",
  severity: "high",
  standing: "proved",
  confidence: 1,
  resource: { type: "AWS::EC2::SecurityGroup", id: "sg-0123456789abcdef0" },
  property: "IpPermissions",
  observed: [],
  expected: "a rule",
  explanation: "IpPermissions is empty.",
  pillars: [],
  evidence: [holds],
  ...more,
});
const draft = (more: Partial<Draft> = {}): Draft => ({
  verdict: "fault-found",
  summary: "The group.",
  findings: [finding()],
  ruledOut: [],
  gaps: [],
  ...more,
});
const settle = (given: Draft) =>
  settleAnswer({
    draft: given,
    calls,
    known: ["Why is i-00000000000000001 down?", "123456789012"],
    decidedBy: "playbook",
  });

describe("settleAnswer", () => {
  it("leaves what holds as it is", () => {
    expect(settle(draft())).toEqual({ ...draft(), decidedBy: "playbook", rejectedClaims: [] });
  });

  it.each<[string, Partial<Finding>, string]>([
    ["a citation that fails", { evidence: [{ ...holds, value: [1] }] }, "does not hold"],
    ["no evidence", { evidence: [] }, "no evidence"],
    ["an invented id in the title", { title: "sg-0ffffffffffffffff is shut." }, "sg-0ffffffffffffffff"],
    ["an invented id in capitals", { title: "SG-0FFFFFFFFFFFFFFFF is shut." }, "SG-0FFFFFFFFFFFFFFFF"],
    ["the beginning of a known id", { title: "sg-01234567 is shut." }, "sg-01234567"],
    [
      "an invented key",
      { explanation: "Key 0f0f0f0f-1234-4abc-8def-0123456789ab is disabled." },
      "0f0f0f0f-1234",
    ],
    [
      "an invented id on a line of its own",
      { explanation: "See:\nsg-0ffffffffffffffff" },
      "sg-0ffffffffffffffff",
    ],
    [
      "an invented id in full width",
      { explanation: "See \uff53g-0ffffffffffffffff." },
      "sg-0ffffffffffffffff",
    ],
    [
      "a known id in Cyrillic letters",
      { explanation: "See \u0455g-0123456789abcdef0." },
      "sg-0123456789abcdef0",
    ],
    ["an invented id in bold", { explanation: "See sg-0fffffff**ffffffff0**." }, "sg-0fffffffffffffff0"],
    ["an invented id, shortened", { explanation: "See sg-0fffffff\u2026" }, "sg-0fffffff"],
    ["an invented id of a new kind", { explanation: "See ipam-pool-0ffffffffffffffff." }, "ipam-pool-0f"],
    ["an invented access key", { explanation: "Used by AKIAIOSFODNN7EXAMPLE." }, "AKIAIOSFODNN7EXAMPLE"],
    [
      "an ARN of a name that a known one begins with",
      { explanation: "See arn:aws:sqs:us-east-1:123456789012:we." },
      "arn:aws:sqs",
    ],
    ["an invented ARN", { explanation: "See arn:aws:sqs:us-east-1:123456789012:nothing." }, "arn:aws:sqs"],
    [
      "an ARN of another account",
      { explanation: "See arn:aws:sqs:us-east-1:999999999999:web." },
      "999999999999",
    ],
  ])("rejects a finding with %s, and says no fault then", (_, more, why) => {
    const answer = settle(draft({ findings: [finding(more)] }));
    expect(answer).toMatchObject({ verdict: "inconclusive", findings: [] });
    expect(answer.rejectedClaims[0]?.why).toContain(why);
    expect(answer.summary).not.toBe("The group.");
  });

  it.each([
    ["a known id, on a line of its own and in bold", "See:\n**sg-0123456789abcdef0**"],
    ["a known id, shortened", "See sg-0123456789\u2026"],
    ["a name that ends in a known id", "copy-of-sg-0123456789abcdef0"],
    ["an id from the question", "i-00000000000000001 is behind it."],
    [
      "an ARN composed of what is known",
      "arn:aws:ec2:us-east-1:123456789012:security-group/web and arn:aws:sqs:eu-west-1:123456789012:web",
    ],
    ["an ARN that AWS owns", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
    ["an ARN from an error message", "arn:aws:iam::123456789012:user/reader may not read it."],
    ["words that only look like ids", "a-deadbeef, web-12345678 and multi-12345678-cell"],
  ])("lets %s stand", (_, explanation) =>
    expect(settle(draft({ findings: [finding({ explanation })] })).findings).toHaveLength(1),
  );

  it("ranks anew what is left, and keeps the verdict while a fault is left", () => {
    const answer = settle(
      draft({
        findings: [finding({ evidence: [] }), finding({ rank: 2 }), finding({ rank: 3, severity: "info" })],
      }),
    );
    expect(answer.verdict).toBe("fault-found");
    expect(answer.findings.map(({ rank, severity }) => [rank, severity])).toEqual([
      [1, "high"],
      [2, "info"],
    ]);
    expect(answer.summary).toBe("sg-0123456789abcdef0 admits nothing. IpPermissions is empty.");
  });

  it.each<[string, Finding[]]>([
    ["hypotheses", [finding({ standing: "hypothesis" })]],
    ["bystanders", [finding({ severity: "info" })]],
  ])("reports no fault on %s alone", (_, findings) =>
    expect(settle(draft({ findings })).verdict).toBe("inconclusive"),
  );

  it("calls nothing fine where a fault was claimed that could not be verified", () => {
    expect(settle(draft({ verdict: "no-fault-found", findings: [finding({ evidence: [] })] })).verdict).toBe(
      "inconclusive",
    );
    expect(settle(draft({ verdict: "no-fault-found", findings: [] })).verdict).toBe("no-fault-found");
  });

  it("takes away a fix that names what nobody has seen, and leaves the finding", () => {
    const fix = { summary: "", risk: "", rollback: "", commands: [["aws", "--id", "vpc-12345678"]] };
    const answer = settle(draft({ findings: [finding({ fix })] }));
    expect(answer).toMatchObject({ verdict: "fault-found", summary: "The group.", findings: [finding()] });
    expect(answer.findings[0]?.fix).toBeUndefined();
    expect(answer.rejectedClaims[0]?.why).toContain("vpc-12345678");
  });

  it("answers nothing when no part of the answer holds", () => {
    expect(settle(draft({ verdict: "answered", findings: [finding({ evidence: [] })] })).verdict).toBe(
      "inconclusive",
    );
    expect(settle(draft({ verdict: "answered", findings: [] })).verdict).toBe("answered");
  });

  it("proves nothing by a refused read alone", () => {
    const evidence = [{ call: 2, pointer: "", value: "AccessDenied" }];
    expect(settle(draft({ findings: [finding({ evidence })] })).findings[0]?.standing).toBe("supported");
  });

  it("moves the rest that does not hold too: what was ruled out, gaps, the summary", () => {
    const answer = settle(
      draft({
        ruledOut: [
          { check: "good", evidence: [holds] },
          { check: "bad", evidence: [] },
        ],
        gaps: ["vol-12345678"],
        summary: "It is eni-12345678.",
      }),
    );
    expect(answer.ruledOut.map((claim) => claim.check)).toEqual(["good"]);
    expect(answer.gaps).toEqual([]);
    expect(answer.rejectedClaims.map((claim) => claim.text)).toEqual([
      "Ruled out: bad",
      "vol-12345678",
      "It is eni-12345678.",
    ]);
    expect(JSON.stringify(answer.summary)).not.toContain("eni-");
  });
});
