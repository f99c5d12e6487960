import { describe, expect, it } from "vitest";
import type { PolicyDocument } from "../../core/grant.ts";
import { permits } from "../../core/policy/permits.ts";
import { mostCharacters, sessionPolicies } from "./session-policy.ts";

const many: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Lambda",
      Effect: "Allow",
      Action: ["lambda:GetFunctionConfiguration", "lambda:GetPolicy"],
      Resource: Array.from(
        { length: 60 },
        (_, n) => `arn:aws:lambda:us-east-1:123456789012:function:worker-${n}`,
      ),
    },
    { Sid: "Ec2", Effect: "Allow", Action: ["ec2:DescribeVpcs", "ec2:DescribeSubnets"], Resource: ["*"] },
    { Sid: "Sns", Effect: "Allow", Action: ["sns:ListTopics"], Resource: ["*"] },
  ],
};
const conditional = {
  Sid: "Kms",
  Effect: "Allow",
  Action: ["kms:Decrypt"],
  Resource: ["*"],
  Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
};
const denial = { Effect: "Deny", Action: "s3:*", Resource: "arn:aws:s3:::secret/*" };

describe("the text of a session policy", () => {
  it("fits, and allows at every step all that the policy allows", () => {
    const texts = sessionPolicies(many);
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(mostCharacters);
      const wide = JSON.parse(text) as PolicyDocument;
      for (const resource of ["worker-0", "worker-59"])
        expect(
          permits(wide, {
            action: "lambda:GetPolicy",
            resources: [`arn:aws:lambda:us-east-1:123456789012:function:${resource}`],
          }),
        ).toBe(true);
      expect(permits(wide, { action: "ec2:DescribeVpcs", resources: ["*"] })).toBe(true);
    }
  });

  it("never allows another action than Describe and List of a service that is in it", () => {
    for (const text of sessionPolicies(many)) {
      const wide = JSON.parse(text) as PolicyDocument;
      for (const action of [
        "lambda:GetFunction",
        "lambda:InvokeFunction",
        "ec2:RunInstances",
        "s3:GetObject",
        "sns:Publish",
      ])
        expect(
          permits(wide, { action, resources: ["arn:aws:lambda:us-east-1:123456789012:function:worker-0"] }),
        ).toBe(false);
    }
  });

  it("merges services that stand on the same resources, without names", () => {
    const [text = ""] = sessionPolicies({ ...many, Statement: many.Statement.slice(1) });
    expect(JSON.parse(text).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["ec2:DescribeSubnets", "ec2:DescribeVpcs", "sns:ListTopics"],
        Resource: "*",
      },
    ]);
  });

  it("keeps conditions and denials at every step", () => {
    const texts = sessionPolicies({ ...many, Statement: [...many.Statement, conditional, denial] });
    for (const text of texts) {
      const { Statement } = JSON.parse(text) as PolicyDocument;
      expect(Statement).toContainEqual({ ...conditional, Sid: undefined });
      expect(Statement).toContainEqual(denial);
    }
    expect(texts.length).toBeGreaterThan(0);
  });

  it("gives none for a policy that cannot be made to fit", () => {
    const Action = Array.from({ length: 300 }, (_, n) => `s3:GetSomething${n}`);
    expect(sessionPolicies({ Statement: [{ Effect: "Allow", Action, Resource: ["*"] }] })).toEqual([]);
  });
});
