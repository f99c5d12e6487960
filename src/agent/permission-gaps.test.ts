import { describe, expect, it } from "vitest";
import type { Call } from "../core/call.ts";
import { toldAction } from "../testing/told-run.ts";
import { permissionGaps } from "./permission-gaps.ts";

function refused(action: string): Call {
  return toldAction(action, {
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
    expect(permissionGaps([toldAction("ec2:DescribeVpcs"), refused("ec2:DescribeNetworkAcls")], [])).toEqual([
      "ec2:DescribeNetworkAcls was refused by AWS. Allow ec2:DescribeNetworkAcls on * in an identity policy.",
    ]));
  it("are not said twice", () =>
    expect(permissionGaps([refused("ec2:DescribeVpcs")], ["path: ec2:DescribeVpcs is needed"])).toEqual([]));
  it("leave out what succeeded by another try, and what our own layers denied", () => {
    expect(permissionGaps([refused("ec2:DescribeVpcs"), toldAction("ec2:DescribeVpcs")], [])).toEqual([]);
    const denied = toldAction("s3:GetObject", { decision: "denied", deniedBy: "ceiling", status: 0 });
    expect(permissionGaps([denied], [])).toEqual([]);
  });
  it("name what no script's text showed, unless another read it", () => {
    const hidden = toldAction("lambda:ListFunctions", { decision: "denied", deniedBy: "policy", status: 0 });
    expect(permissionGaps([hidden, hidden], [])).toEqual([
      "lambda:ListFunctions was not read: the script's text did not show the call, so it was denied.",
    ]);
    expect(permissionGaps([hidden, toldAction("lambda:ListFunctions")], [])).toEqual([]);
  });
  it("name the services that the user left out, once", () => {
    const out = { decision: "denied", deniedBy: "ceiling", status: 0 } as const;
    const reason =
      "rds:DescribeDBInstances is denied: only the services ec2 are allowed. Add rds to --services.";
    const denied = toldAction("rds:DescribeDBInstances", { ...out, reason });
    expect(permissionGaps([denied, denied], [])).toEqual(["Not read, for --services leaves it out: rds."]);
  });
  it("name what was never answered", () => {
    const error = { code: "EndpointUnreachable", message: "The endpoint did not answer." };
    const silent = toldAction("lambda:ListFunctions", { status: 0, error });
    expect(permissionGaps([silent], [])).toEqual([
      "lambda:ListFunctions was not answered: The endpoint did not answer.",
    ]);
    expect(permissionGaps([silent, toldAction("lambda:ListFunctions")], [])).toEqual([]);
    expect(permissionGaps([silent], ["lambda:ListFunctions: EndpointUnreachable"])).toEqual([]);
  });
  it("stay short", () => {
    const many = Array.from({ length: 30 }, (_, n) => refused(`ec2:Describe${n}`));
    expect(permissionGaps(many, [])).toHaveLength(9);
    expect(permissionGaps(many, []).at(-1)).toMatch(/^22 more/);
  });
});
