import { describe, expect, it } from "vitest";
import { factsOf } from "../../facts/fact-base.ts";
import { listReader, text } from "../../facts/reader.ts";
import { recorded } from "../../testing/recorded.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { questionFromAlarm } from "./question-from-alarm.ts";
import { readQuestion } from "./read-question.ts";

function asked(alarm: JsonObject) {
  const reader = listReader("cloudwatch", "DescribeAlarms", "MetricAlarms/*", (item) => ({
    type: "AWS::CloudWatch::Alarm",
    id: text(item, "AlarmName"),
  }));
  const facts = factsOf(
    recorded([
      {
        service: "cloudwatch",
        operation: "DescribeAlarms",
        response: { MetricAlarms: [{ AlarmName: "red-1", ...alarm }] },
      },
    ]),
    [reader],
    "1",
  );
  const [resource] = facts.all("AWS::CloudWatch::Alarm");
  if (!resource) throw new Error("no alarm");
  return questionFromAlarm(resource);
}

const now = "2026-03-18T15:00:00.000Z";
const read = (question: string) =>
  readQuestion({ text: question, window: { from: "2026-03-18T12:00:00.000Z", to: now }, now });

describe("the question of an alarm", () => {
  it.each([
    [
      "Errors",
      { Name: "FunctionName", Value: "pay-out" },
      "pay-out",
      "AWS::Lambda::Function",
      "function-errors",
    ],
    [
      "Throttles",
      { Name: "FunctionName", Value: "pay-out" },
      "pay-out",
      "AWS::Lambda::Function",
      "throttling",
    ],
    [
      "ApproximateAgeOfOldestMessage",
      { Name: "QueueName", Value: "jobs" },
      "jobs",
      "AWS::SQS::Queue",
      "delivery",
    ],
    [
      "UnHealthyHostCount",
      { Name: "TargetGroup", Value: "targetgroup/web-tg/0123456789abcdef" },
      "web-tg",
      "AWS::ElasticLoadBalancingV2::TargetGroup",
      "target-health",
    ],
    [
      "CPUUtilization",
      { Name: "InstanceId", Value: "i-0123456789abcdef0" },
      "i-0123456789abcdef0",
      "AWS::EC2::Instance",
      "slow",
    ],
    [
      "FreeStorageSpace",
      { Name: "DBInstanceIdentifier", Value: "crm" },
      "crm",
      "AWS::RDS::DBInstance",
      "slow",
    ],
  ])("%s of %o asks about %s", (metric, dimension, name, type, symptom) => {
    const { text: words, mentions } = asked({
      MetricName: metric,
      Dimensions: [dimension],
      StateValue: "ALARM",
      StateUpdatedTimestamp: "2026-03-18T11:30:00Z",
    });
    expect(mentions).toEqual([expect.objectContaining({ text: name, type })]);
    expect(words).toContain("red-1");
    expect(read(words).symptoms).toContain(symptom);
    expect(read(words).window.from).toBe("2026-03-18T10:30:00.000Z");
  });

  it("reads metric math", () => {
    const stat = {
      MetricStat: {
        Metric: { MetricName: "Errors", Dimensions: [{ Name: "FunctionName", Value: "pay-out" }] },
      },
    };
    expect(asked({ Metrics: [{ Id: "e", Expression: "a/b" }, stat] }).mentions).toEqual([
      expect.objectContaining({ text: "pay-out" }),
    ]);
  });

  it("asks for the alarm itself where no dimension names a thing", () => {
    expect(asked({ MetricName: "Own", StateValue: "ALARM" })).toEqual({
      text: "Why is alarm red-1 in state ALARM?",
      mentions: [],
    });
  });
});
