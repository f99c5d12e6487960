import type { JsonObject } from "../../core/json/json.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";
import type { Described, FactReader } from "../../facts/reader.ts";

function lastSegment(arn: string): string {
  return arn.split(":").at(-1) ?? arn;
}

function subscription(item: JsonObject): Described {
  const [arn, topic, endpoint, protocol] = [
    text(item, "SubscriptionArn"),
    text(item, "TopicArn"),
    text(item, "Endpoint"),
    text(item, "Protocol"),
  ];
  const targets: { readonly [protocol: string]: string } = {
    sqs: "AWS::SQS::Queue",
    lambda: "AWS::Lambda::Function",
    firehose: "AWS::KinesisFirehose::DeliveryStream",
  };
  const type = targets[protocol];
  return {
    type: "AWS::SNS::Subscription",
    // A pending subscription has no ARN yet.
    id: arn.startsWith("arn:") ? arn : `${topic} ${protocol} ${endpoint}`,
    links: [
      { kind: "of", type: "AWS::SNS::Topic", id: topic },
      ...(type === undefined ? [] : [{ kind: "delivers-to", type, id: lastSegment(endpoint) }]),
    ],
  };
}

export const readers: readonly FactReader[] = [
  listReader("sns", "ListTopics", "Topics/*", (item) => ({
    type: "AWS::SNS::Topic",
    id: text(item, "TopicArn"),
    name: lastSegment(text(item, "TopicArn")),
    arn: text(item, "TopicArn"),
  })),
  itemReader("sns", "GetTopicAttributes", "Attributes", (item, { params }) => {
    const arn = text(params, "TopicArn") || text(item, "TopicArn");
    return { type: "AWS::SNS::Topic", id: arn, name: lastSegment(arn), arn, detail: 2 };
  }),
  listReader("sns", "ListSubscriptions", "Subscriptions/*", subscription),
  listReader("sns", "ListSubscriptionsByTopic", "Subscriptions/*", subscription),
];
