import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
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
