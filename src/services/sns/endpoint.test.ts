import { describe, expect, it } from "vitest";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { readers as access } from "./access-facts.ts";
import { filterPolicy, subscriptions } from "./checks.ts";
import { readers } from "./facts.ts";

const TopicArn = "arn:aws:sns:us-east-1:123456789012:news";
const SubscriptionArn = `${TopicArn}:11111111-2222-3333-4444-555555555555`;
const Endpoint = "arn:aws:sqs:us-east-1:123456789012:vip";

function judged(check: typeof subscriptions, { missing = false, dropped = 0 }) {
  return said(
    runCheck({
      check,
      readers: [...access, ...readers, ...cloudwatch],
      text: "vip gets nothing",
      symptoms: ["delivery"],
      subjects: [{ type: "AWS::SNS::Topic", id: TopicArn }],
      calls: [
        { service: "sns", operation: "ListTopics", response: { Topics: [{ TopicArn }] } },
        {
          service: "sns",
          operation: "GetTopicAttributes",
          params: { TopicArn },
          response: { Attributes: { TopicArn } },
        },
        {
          service: "sns",
          operation: "ListSubscriptionsByTopic",
          params: { TopicArn },
          response: { Subscriptions: [{ SubscriptionArn, Protocol: "sqs", Endpoint, TopicArn }] },
        },
        {
          service: "sns",
          operation: "GetSubscriptionAttributes",
          params: { SubscriptionArn },
          response: {
            Attributes: { SubscriptionArn, TopicArn, Endpoint, FilterPolicy: '{"tier":["vip"]}' },
          },
        },
        {
          service: "sqs",
          operation: "GetQueueUrl",
          params: { QueueName: "vip" },
          ...(missing
            ? { error: { code: "AWS.SimpleQueueService.NonExistentQueue", message: "gone" } }
            : { response: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/vip" } }),
        },
        metricCall(
          "AWS/SNS",
          { TopicName: "news" },
          {
            NumberOfMessagesPublished: [5, 5, 5],
            NumberOfNotificationsFilteredOut: [dropped, dropped, dropped],
          },
        ),
      ],
    }),
  );
}

describe("subscriptions of a topic", () => {
  it("blames an endpoint that is gone", () =>
    expect(judged(subscriptions, { missing: true })).toBe("root Subscriptions Endpoint"));
  it("blames no endpoint that is there", () => expect(judged(subscriptions, {})).toBe("fine"));
  it("blames a filter that holds messages back", () =>
    expect(judged(filterPolicy, { dropped: 5 })).toBe("root FilterPolicy"));
  it("blames no filter that holds nothing back", () => expect(judged(filterPolicy, {})).toBe("fine"));
});
