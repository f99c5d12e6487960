import { describe, expect, it } from "vitest";
import type { Call } from "../core/call.ts";
import { permissionGaps } from "./permission-gaps.ts";

function callOf(action: string, changes: Partial<Call> = {}): Call {
  const [service = "", operation = ""] = action.split(":");
  return {
    n: 1,
    step: 1,
    service,
    operation,
    action,
    resources: ["*"],
    region: "us-east-1",
    params: {},
    status: 200,
    effects: ["pure"],
    decision: "allowed",
    cached: false,
    ms: 1,
    bytes: 1,
    at: "2026-01-02T03:04:05Z",
    ...changes,
  };
}

function refused(action: string): Call {
  return callOf(action, {
    status: 403,
    error: { code: "AccessDenied", message: "" },
    refused: {
      action,
      resource: "*",
      statement: { Effect: "Allow", Action: action, Resource: "*" },
      text: `Allow ${action} on * in an identity policy.`,
    },
  });
}

describe("the gaps of what AWS refused", () => {
  it("name the permission to ask for", () =>
    expect(permissionGaps([callOf("ec2:DescribeVpcs"), refused("ec2:DescribeNetworkAcls")], [])).toEqual([
      "ec2:DescribeNetworkAcls was refused by AWS. Allow ec2:DescribeNetworkAcls on * in an identity policy.",
    ]));
  it("are not said twice", () =>
    expect(permissionGaps([refused("ec2:DescribeVpcs")], ["path: ec2:DescribeVpcs is needed"])).toEqual([]));
  it("leave out what succeeded by another try, and what our own layers denied", () => {
    expect(permissionGaps([refused("ec2:DescribeVpcs"), callOf("ec2:DescribeVpcs")], [])).toEqual([]);
    const denied = callOf("s3:GetObject", { decision: "denied", deniedBy: "ceiling", status: 0 });
    expect(permissionGaps([denied], [])).toEqual([]);
  });
  it("stay short", () => {
    const many = Array.from({ length: 30 }, (_, n) => refused(`ec2:Describe${n}`));
    expect(permissionGaps(many, [])).toHaveLength(9);
    expect(permissionGaps(many, []).at(-1)).toMatch(/^22 more/);
  });
});
