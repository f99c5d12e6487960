import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import { accessFacts, home, noOrganization, policyOf, queue, role } from "../../testing/access-account.ts";
import { all, allow, deny, grant, now, queueArn } from "../../testing/access-case.ts";
import type { Told } from "../../testing/recorded.ts";
import { accessProbes } from "./access-probes.ts";
import { explainAccess } from "./authorization.ts";

describe("explainAccess", () => {
  it("does not decide over policies that were refused", () => {
    const told = role({ name: "app", inline: { p: [all] } }).map((one) =>
      one.operation === "GetRolePolicy"
        ? {
            service: one.service,
            operation: one.operation,
            params: one.params ?? {},
            error: { code: "AccessDenied", message: "" },
          }
        : one,
    );
    const verdict = explainAccess(accessFacts([...noOrganization, ...told, ...queue("jobs")]), {
      principal: "app",
      action: "sqs:SendMessage",
      resource: queueArn,
      context: {},
      now,
    });
    expect(verdict).toMatchObject({ decision: "unknown", missing: [{ read: "iam:GetRolePolicy" }] });
  });
});

describe("organization policies", () => {
  const member = (
    root: readonly JsonObject[],
    account: readonly JsonObject[],
    kind = "SERVICE_CONTROL_POLICY",
  ): readonly Told[] => {
    const list = (TargetId: string, Filter: string, ids: readonly string[]): Told => ({
      service: "organizations",
      operation: "ListPoliciesForTarget",
      params: { TargetId, Filter },
      response: { Policies: ids.map((Id) => ({ Id, Name: Id })) },
    });
    const other = kind === "SERVICE_CONTROL_POLICY" ? "RESOURCE_CONTROL_POLICY" : "SERVICE_CONTROL_POLICY";
    const policy = (Id: string, statements: readonly JsonObject[]): Told => ({
      service: "organizations",
      operation: "DescribePolicy",
      params: { PolicyId: Id },
      response: { Policy: { PolicySummary: { Id, Name: Id }, Content: policyOf(...statements) } },
    });
    return [
      {
        service: "organizations",
        operation: "DescribeOrganization",
        response: { Organization: { Id: "o-1", MasterAccountId: "999988887777", FeatureSet: "ALL" } },
      },
      {
        service: "organizations",
        operation: "ListParents",
        params: { ChildId: home },
        response: { Parents: [{ Id: "r-1", Type: "ROOT" }] },
      },
      list("r-1", kind, ["p-root"]),
      list(home, kind, ["p-account"]),
      list("r-1", other, ["p-full"]),
      list(home, other, ["p-full"]),
      policy("p-root", root),
      policy("p-account", account),
      policy("p-full", [
        {
          Effect: "Allow",
          Action: "*",
          Resource: "*",
          ...(other === "RESOURCE_CONTROL_POLICY" && { Principal: "*" }),
        },
      ]),
    ];
  };
  const decide = (told: readonly Told[], principal = "app") =>
    explainAccess(
      accessFacts([
        ...told,
        ...role({ name: "app", inline: { p: [all] } }),
        ...queue("jobs", policyOf(grant("*", "sqs:*", queueArn))),
      ]),
      { principal, action: "sqs:SendMessage", resource: queueArn, context: {}, now },
    );

  it("asks for an Allow on every level", () => {
    expect(decide(member([all], [all])).decision).toBe("allowed");
    expect(decide(member([all], [allow("s3:*", "*")]))).toMatchObject({
      decision: "denied-implicitly",
      deciding: [{ layer: "scp", policy: { attachedTo: home } }],
    });
  });

  it("lets a Deny on any level win, for the account's root user too", () => {
    expect(decide(member([all, deny("sqs:*", "*")], [all])).decision).toBe("denied-explicitly");
    expect(decide(member([all, deny("sqs:*", "*")], [all]), `arn:aws:iam::${home}:root`).decision).toBe(
      "denied-explicitly",
    );
  });

  it("binds resources for every caller by resource control policies", () => {
    const told = member([{ ...deny("sqs:*", "*"), Principal: "*" }], [], "RESOURCE_CONTROL_POLICY");
    expect(decide(told, "*")).toMatchObject({ decision: "denied-explicitly", deciding: [{ layer: "rcp" }] });
    expect(decide(told).decision).toBe("denied-explicitly");
  });
});

describe("accessProbes", () => {
  const query = { principal: "app", action: "sqs:SendMessage", resource: queueArn, context: {}, now };

  it("asks for the principal, the organization and the resource at once", () => {
    expect(accessProbes(accessFacts([]), query).map(({ probe }) => probe)).toEqual([
      "iam/principal",
      "organizations/policies",
      "sqs/resource-policy",
    ]);
  });

  it("asks for nothing that was tried, refused or not", () => {
    const refused = { code: "AccessDenied", message: "" };
    const told: readonly Told[] = [
      { service: "iam", operation: "GetRole", params: { RoleName: "app" }, error: refused },
      { service: "iam", operation: "GetUser", params: { UserName: "app" }, error: refused },
      { service: "organizations", operation: "DescribeOrganization", error: refused },
      { service: "sqs", operation: "GetQueueUrl", params: { QueueName: "jobs" }, error: refused },
    ];
    expect(accessProbes(accessFacts(told), query)).toEqual([]);
  });
});
