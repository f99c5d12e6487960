import { describe, expect, it } from "vitest";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { checks } from "./checks.ts";
import { readers } from "./facts.ts";

function judged(id: string, { missing = false, source = "aws.ec2", matched = 0 }) {
  const Name = "low";
  const check = checks.find((one) => one.id === id);
  if (!check) throw new Error(`no check ${id}`);
  return said(
    runCheck({
      check,
      readers: [...readers, ...cloudwatch],
      text: "events of low never arrive",
      symptoms: ["delivery"],
      subjects: [{ type: "AWS::Events::Rule", id: Name }],
      calls: [
        {
          service: "events",
          operation: "DescribeRule",
          params: { Name, EventBusName: "default" },
          response: { Name, State: "ENABLED", EventPattern: JSON.stringify({ source: [source] }) },
        },
        {
          service: "events",
          operation: "ListTargetsByRule",
          params: { Rule: Name, EventBusName: "default" },
          response: { Targets: [{ Id: "q", Arn: "arn:aws:sqs:us-east-1:123456789012:alerts" }] },
        },
        {
          service: "sqs",
          operation: "GetQueueUrl",
          params: { QueueName: "alerts" },
          ...(missing
            ? { error: { code: "AWS.SimpleQueueService.NonExistentQueue", message: "gone" } }
            : { response: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/alerts" } }),
        },
        metricCall("AWS/Events", { RuleName: Name }, { MatchedEvents: [matched, matched, matched] }),
      ],
    }),
  );
}

describe("targets and patterns of a rule", () => {
  it("blames a target that is gone", () =>
    expect(judged("events.rule-targets", { missing: true })).toBe("root Targets.q.Arn"));
  it("blames no target that is there", () => expect(judged("events.rule-targets", {})).toBe("fine"));
  it("does not call a pattern of one's own events fine while it matches nothing", () =>
    expect(judged("events.rule-pattern", { source: "shop.orders" })).toBe("gap"));
  it("calls it fine once it matches", () =>
    expect(judged("events.rule-pattern", { source: "shop.orders", matched: 4 })).toBe("fine"));
});
