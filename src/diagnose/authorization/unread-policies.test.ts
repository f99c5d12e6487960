import { describe, expect, it } from "vitest";
import { accessFacts, noOrganization, role } from "../../testing/access-account.ts";
import { all, now, queueArn } from "../../testing/access-case.ts";
import { accessProbes } from "./access-probes.ts";
import { explainAccess } from "./authorization.ts";

const told = [...noOrganization, ...role({ name: "app", inline: { p: [all] } })];

describe("policies that nothing here reads", () => {
  it.each([
    [
      "codeartifact:ReadFromRepository",
      "arn:aws:codeartifact:us-east-1:123456789012:repository/d/r",
      "codeartifact:",
    ],
    ["glue:GetTable", "arn:aws:glue:us-east-1:123456789012:table/db/t", "glue:"],
    ["s3:GetObject", "arn:aws:s3:us-east-1:123456789012:accesspoint/ap/object/x", "s3:GetAccessPointPolicy"],
  ])("leave %s open: a Deny may stand there", (action, resource, missing) => {
    const verdict = explainAccess(accessFacts(told), {
      principal: "app",
      action,
      resource,
      context: {},
      now,
    });
    expect(verdict.decision).toBe("unknown");
    expect(verdict.layers).toContainEqual({ layer: "resource", verdict: "unread" });
    expect(JSON.stringify(verdict.missing)).toContain(missing);
  });

  it("do not trouble resources that carry none", () => {
    const query = {
      principal: "app",
      action: "rds:StartDBInstance",
      resource: "arn:aws:rds:us-east-1:123456789012:db:a",
      context: {},
      now,
    };
    expect(explainAccess(accessFacts(told), query).decision).toBe("allowed");
  });
});

describe("a queue that was merely found", () => {
  const url = {
    service: "sqs",
    operation: "GetQueueUrl",
    params: { QueueName: "jobs" },
    response: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/jobs" },
  };
  const query = { principal: "app", action: "sqs:SendMessage", resource: queueArn, context: {}, now };

  it("still has to be asked for its policy, and is not taken to have none", () => {
    const facts = accessFacts([...told, url]);
    expect(accessProbes(facts, query).map(({ probe }) => probe)).toContain("sqs/resource-policy");
    expect(explainAccess(facts, query).decision).toBe("unknown");
  });
});
