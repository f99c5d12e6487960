import { describe, expect, it } from "vitest";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { factsOf } from "../../facts/fact-base.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { readers as cloudwatchReaders } from "../cloudwatch/facts.ts";
import { readers as accessReaders } from "./access-facts.ts";
import { readers } from "./facts.ts";
import { redrive, retention } from "./checks.ts";

const url = (name: string): string => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
const queue = (name: string, attributes: Record<string, string>): readonly Told[] => [
  {
    service: "sqs",
    operation: "GetQueueUrl",
    params: { QueueName: name },
    response: { QueueUrl: url(name) },
  },
  {
    service: "sqs",
    operation: "GetQueueAttributes",
    params: { QueueUrl: url(name) },
    response: { Attributes: { QueueArn: `arn:aws:sqs:us-east-1:123456789012:${name}`, ...attributes } },
  },
  {
    service: "sqs",
    operation: "ListDeadLetterSourceQueues",
    params: { QueueUrl: url(name) },
    response: {},
  },
];

function metrics(values: Record<string, readonly number[]>): Told {
  const names = Object.keys(values);
  return {
    service: "cloudwatch",
    operation: "GetMetricData",
    params: {
      MetricDataQueries: names.map((metric, index) => ({
        Id: `m${index}`,
        MetricStat: {
          Metric: {
            Namespace: "AWS/SQS",
            MetricName: metric,
            Dimensions: [{ Name: "QueueName", Value: "jobs" }],
          },
          Period: 300,
          Stat: "Sum",
        },
      })),
    },
    response: {
      MetricDataResults: names.map((metric, index) => ({
        Id: `m${index}`,
        Timestamps: (values[metric] ?? []).map((_, at) => new Date(at * 300_000).toISOString()),
        Values: [...(values[metric] ?? [])],
      })),
    },
  };
}

function contextOf(told: readonly Told[]): CheckContext {
  const window = { from: "2026-11-21T00:00:00Z", to: "2026-11-21T03:00:00Z" };
  const facts = factsOf(recorded(told), [...accessReaders, ...readers, ...cloudwatchReaders], "123456789012");
  return {
    facts,
    question: {
      text: "where are the messages of jobs?",
      mentions: [],
      ports: [],
      actions: [],
      services: [],
      window,
    },
    subjects: [{ ref: { type: "AWS::SQS::Queue", id: "jobs" }, role: "subject", text: "jobs" }],
    now: window.to,
    region: "us-east-1",
  };
}

const redriveAfter = (count: number): string =>
  JSON.stringify({
    deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:jobs-dlq",
    maxReceiveCount: count,
  });

describe("checks of a queue", () => {
  it.each([
    [1, "fault"],
    [5, "fine"],
  ] as const)("says of a receive count of %i: %s", (count, kind) => {
    const result = redrive.run(
      contextOf([
        ...queue("jobs", { RedrivePolicy: redriveAfter(count) }),
        ...queue("jobs-dlq", { ApproximateNumberOfMessages: "9" }),
      ]),
    );
    expect(result.kind).toBe(kind);
  });

  it("finds that messages expire before they are read", () => {
    const lost = metrics({
      NumberOfMessagesSent: [20, 20],
      NumberOfMessagesDeleted: [0, 0],
      ApproximateNumberOfMessagesVisible: [40, 0],
    });
    const result = retention.run(
      contextOf([
        ...queue("jobs", { MessageRetentionPeriod: "3600", ApproximateNumberOfMessages: "0" }),
        lost,
      ]),
    );
    expect(result).toMatchObject({
      kind: "fault",
      faults: [{ property: "MessageRetentionPeriod", observed: 3600 }],
    });
  });

  it("blames no short retention where everything is read", () => {
    const read = metrics({
      NumberOfMessagesSent: [20, 20],
      NumberOfMessagesDeleted: [20, 20],
      ApproximateNumberOfMessagesVisible: [1, 0],
    });
    expect(
      retention.run(
        contextOf([
          ...queue("jobs", { MessageRetentionPeriod: "3600", ApproximateNumberOfMessages: "0" }),
          read,
        ]),
      ).kind,
    ).toBe("fine");
  });
});
