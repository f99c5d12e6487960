import { describe, expect, it } from "vitest";
import type { Call } from "../../core/call.ts";
import type { PolicyDocument } from "../../core/grant.ts";
import { runStart, toldAction, toldRun } from "../../testing/told-run.ts";
import { foldRunPolicy } from "./run-policy.ts";

const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

function callOf(n: number, action: string, resources: readonly string[], changes: Partial<Call> = {}): Call {
  return toldAction(action, { n, resources: [...resources], ...changes });
}

function runWith(policy: PolicyDocument, calls: readonly Call[]) {
  return foldRunPolicy(
    toldRun("r", [
      runStart(),
      {
        kind: "script-checked",
        step: 1,
        attempt: 1,
        accepted: true,
        diagnostics: [],
        script: { code: "", requirements: [], policy, origin: "probe" },
      },
      ...calls.map((call) => ({ kind: "call", attempt: 1, call }) as const),
    ]),
  );
}

const granted: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Iam",
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:GetPolicy"],
      Resource: ["arn:aws:iam::123456789012:role/*"],
    },
    { Sid: "Ec2", Effect: "Allow", Action: ["ec2:DescribeVpcs"], Resource: ["*"] },
  ],
};

describe("the policy of a run", () => {
  it("says what was used, what was not, and keeps single resources", () => {
    const result = runWith(granted, [
      callOf(1, "iam:GetRole", [role("app")]),
      callOf(2, "iam:GetRole", [role("app")]),
    ]);
    expect(result.used).toEqual([{ action: "iam:GetRole", resources: [role("app")], calls: [1, 2] }]);
    expect(result.unused).toEqual([
      { action: "ec2:DescribeVpcs", resources: ["*"] },
      { action: "iam:GetPolicy", resources: ["arn:aws:iam::123456789012:role/*"] },
    ]);
    expect(result.keep.Statement).toEqual([
      { Sid: "Iam", Effect: "Allow", Action: ["iam:GetRole"], Resource: [role("*/app"), role("app")] },
    ]);
  });

  it("keeps the granted pattern where many resources were read, and nothing wider", () => {
    const many = Array.from({ length: 9 }, (_, n) => callOf(n + 1, "iam:GetRole", [role(`app-${n}`)]));
    expect(runWith(granted, many).keep.Statement[0]?.["Resource"]).toEqual([role("*")]);
  });

  it("counts neither what was denied here nor what AWS refused, and names what AWS lacked", () => {
    const refusal = {
      action: "ec2:DescribeVpcs",
      resource: "*",
      policyType: "scp" as const,
      explicit: true,
      statement: { Effect: "Allow" as const, Action: "ec2:DescribeVpcs", Resource: "*" },
      text: "…",
    };
    const error = { code: "UnauthorizedOperation", message: "" };
    const result = runWith(granted, [
      callOf(1, "ec2:DescribeVpcs", ["*"], { status: 403, error, refused: refusal }),
      callOf(2, "ec2:DescribeVpcs", ["*"], { status: 403, error, refused: refusal }),
      callOf(3, "iam:GetRole", [role("x")], { decision: "denied", deniedBy: "ceiling", status: 0 }),
      callOf(4, "iam:GetRole", [role("gone")], { status: 404, error: { code: "NoSuchEntity", message: "" } }),
    ]);
    expect(result.used.map(({ action, calls }) => [action, calls])).toEqual([["iam:GetRole", [4]]]);
    expect(result.refused).toEqual([{ ...refusal, calls: [1, 2] }]);
  });

  it("keeps what a call needs beside its main action, with its condition", () => {
    const further = [
      {
        action: "iam:PassRole",
        resources: [role("task")],
        context: { "iam:PassedToService": "ecs-tasks.amazonaws.com" },
      },
    ];
    const result = runWith(granted, [callOf(1, "ecs:RunTask", ["*"], { further })]);
    expect(result.keep.Statement).toContainEqual({
      Sid: "Iam",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [role("*/task"), role("task")],
      Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
  });
});
