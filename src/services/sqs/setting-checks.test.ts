import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers as access } from "./access-facts.ts";
import { readers } from "./facts.ts";
import { deadLetterQueue, deduplication, messageSize } from "./setting-checks.ts";

function judged(check: typeof messageSize, text: string, attributes: Record<string, string>) {
  const QueueUrl = "https://sqs.us-east-1.amazonaws.com/123456789012/jobs";
  const QueueArn = "arn:aws:sqs:us-east-1:123456789012:jobs";
  return said(
    runCheck({
      check,
      readers: [...access, ...readers],
      text,
      subjects: [{ type: "AWS::SQS::Queue", id: "jobs" }],
      calls: [
        { service: "sqs", operation: "GetQueueUrl", params: { QueueName: "jobs" }, response: { QueueUrl } },
        {
          service: "sqs",
          operation: "GetQueueAttributes",
          params: { QueueUrl },
          response: { Attributes: { QueueArn, ...attributes } },
        },
        { service: "sqs", operation: "ListDeadLetterSourceQueues", params: { QueueUrl }, response: {} },
      ],
    }),
  );
}

const redrive = {
  RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:jobs-dlq","maxReceiveCount":5}',
};
const fifo = { FifoQueue: "true", ContentBasedDeduplication: "true" };

describe("a queue that is named as a dead-letter queue", () => {
  const told = (policy: Record<string, string>) =>
    ["jobs", "jobs-dlq"].flatMap((name): readonly Told[] => {
      const QueueUrl = `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
      const QueueArn = `arn:aws:sqs:us-east-1:123456789012:${name}`;
      return [
        { service: "sqs", operation: "GetQueueUrl", params: { QueueName: name }, response: { QueueUrl } },
        {
          service: "sqs",
          operation: "GetQueueAttributes",
          params: { QueueUrl },
          response: { Attributes: { QueueArn, ...(name === "jobs" && policy) } },
        },
        { service: "sqs", operation: "ListDeadLetterSourceQueues", params: { QueueUrl }, response: {} },
      ];
    });
  const asked = (policy: Record<string, string>) =>
    runCheck({
      check: deadLetterQueue,
      readers: [...access, ...readers],
      text: "jobs-dlq stays empty though messages fail",
      subjects: [{ type: "AWS::SQS::Queue", id: "jobs-dlq" }],
      calls: told(policy),
    });
  it("leads to the queue that it is named after", () =>
    expect(asked({})).toMatchObject({ kind: "fault", faults: [{ resource: { id: "jobs" } }] }));
  it("is left alone where that queue feeds it", () => expect(asked(redrive).kind).toBe("apart"));
});

describe("settings of a queue", () => {
  it.each([
    ["poison messages come back forever", deadLetterQueue, {}, "root RedrivePolicy"],
    ["poison messages come back forever", deadLetterQueue, redrive, "fine"],
    ["is it slow?", deadLetterQueue, {}, "apart"],
    ["identical bodies are swallowed", deduplication, fifo, "root ContentBasedDeduplication"],
    ["it is slow", deduplication, fifo, "fine"],
    ["message too large", messageSize, { MaximumMessageSize: "2048" }, "root MaximumMessageSize"],
    ["message too large", messageSize, { MaximumMessageSize: "262144" }, "fine"],
    ["it is slow", messageSize, { MaximumMessageSize: "2048" }, "apart"],
  ] as const)("%s", (text, check, attributes, expected) =>
    expect(judged(check, text, attributes)).toBe(expected),
  );
});
