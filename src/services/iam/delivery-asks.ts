import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence, ResourceRef } from "../../core/finding.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { CheckContext } from "../../diagnose/check.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { neighbourhood } from "../../diagnose/related.ts";
import { toPointer } from "../../core/json/json.ts";
import { citeValue } from "../../facts/cite.ts";
import { objects, text } from "../../facts/reader.ts";
import type { AccessAsk, Asks } from "./access-ask.ts";
import { apiAsks } from "./api-asks.ts";

/** Who delivers what to whom, among the subjects and what they work with: the service of the source needs the target's own policy. */
export function deliveryAsks(context: CheckContext): Asks {
  const near = neighbourhood(context, 3);
  const of = (type: string) => near.filter((one) => one.type === type).map(({ id }) => id);
  const { facts } = context;
  const inNear = (target: ResourceRef) =>
    near.some((one) => one.type === target.type && one.id === target.id);
  const buckets = of("AWS::S3::Bucket");
  const fromBuckets = buckets.flatMap((bucket) => bucketAsks(facts, bucket));
  const fromTopics = facts
    .all("AWS::SNS::Subscription")
    .flatMap((subscription) => subscriptionAsks(facts, subscription));
  const fromRules = facts.all("AWS::Events::Target").flatMap((target) => ruleAsks(facts, target));
  const fromApis = apiAsks(context, near);
  const asks = [...fromBuckets, ...fromTopics, ...fromRules, ...fromApis.asks].filter(
    ({ target, context: given }) =>
      target !== undefined &&
      // What does not exist has no policy to blame.
      !missingRead(facts, target) &&
      (inNear(target) || isNearSource(near, given["aws:SourceArn"]?.[0] ?? "")),
  );
  return {
    asks,
    probes: [
      ...notificationProbes(facts, buckets),
      ...topicProbes(facts, of("AWS::SNS::Topic")),
      ...fromApis.probes,
    ],
  };
}

function isNearSource(near: ReturnType<typeof neighbourhood>, arn: string): boolean {
  return near.some((one) => one.resource?.arn === arn || one.id === arn || arn === `arn:aws:s3:::${one.id}`);
}

function notificationProbes(facts: Facts, buckets: readonly string[]): readonly ProbeRequest[] {
  return buckets
    .filter((bucket) => !facts.read("s3", "GetBucketNotificationConfiguration", { Bucket: bucket }))
    .map((bucket) => ({
      probe: "s3/notifications",
      variables: { bucket },
      reason: `whom ${bucket} notifies`,
    }));
}

function topicProbes(facts: Facts, topics: readonly string[]): readonly ProbeRequest[] {
  return topics
    .filter(
      (topic) =>
        topic.startsWith("arn:") && !facts.read("sns", "ListSubscriptionsByTopic", { TopicArn: topic }),
    )
    .map((topic) => ({
      probe: "sns/topic",
      variables: { topic_arns: [topic] },
      reason: `who subscribes to ${topic}`,
    }));
}

const notified: readonly (readonly [member: string, arn: string, action: string])[] = [
  ["LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda:InvokeFunction"],
  ["QueueConfigurations", "QueueArn", "sqs:SendMessage"],
  ["TopicConfigurations", "TopicArn", "sns:Publish"],
];

function bucketAsks(facts: Facts, bucket: string): readonly AccessAsk[] {
  const page = facts.read("s3", "GetBucketNotificationConfiguration", { Bucket: bucket })?.pages[0];
  if (!page) return [];
  return notified.flatMap(([member, arn, action]) =>
    objects(page.response, member).map((entry, index) =>
      serviceAsk(facts, "s3.amazonaws.com", action, text(entry, arn), `arn:aws:s3:::${bucket}`, [
        citeValue(page.call, toPointer(member, index), entry),
      ]),
    ),
  );
}

function subscriptionAsks(facts: Facts, subscription: Resource): readonly AccessAsk[] {
  const actions: { readonly [protocol: string]: string } = {
    sqs: "sqs:SendMessage",
    lambda: "lambda:InvokeFunction",
  };
  const action = actions[text(subscription.data, "Protocol")];
  if (action === undefined) return [];
  return [
    serviceAsk(
      facts,
      "sns.amazonaws.com",
      action,
      text(subscription.data, "Endpoint"),
      text(subscription.data, "TopicArn"),
      [facts.cite(subscription)],
    ),
  ];
}

/** A target with a role of its own is reached by that role, not by the target's policy. */
function ruleAsks(facts: Facts, target: Resource): readonly AccessAsk[] {
  const arn = text(target.data, "Arn");
  const actions: { readonly [service: string]: string } = {
    sqs: "sqs:SendMessage",
    sns: "sns:Publish",
    lambda: "lambda:InvokeFunction",
  };
  const action = actions[arn.split(":")[2] ?? ""];
  const rule = target.links
    .map(({ type, id }) => (type === "AWS::Events::Rule" ? facts.get(type, id)?.arn : undefined))
    .find((one) => one !== undefined);
  if (action === undefined || rule === undefined || text(target.data, "RoleArn") !== "") return [];
  return [serviceAsk(facts, "events.amazonaws.com", action, arn, rule, [facts.cite(target)])];
}

const types: { readonly [service: string]: string } = {
  lambda: "AWS::Lambda::Function",
  sqs: "AWS::SQS::Queue",
  sns: "AWS::SNS::Topic",
};

function serviceAsk(
  facts: Facts,
  principal: string,
  action: string,
  arn: string,
  source: string,
  evidence: readonly Evidence[],
): AccessAsk {
  const service = arn.split(":")[2] ?? "";
  const name = service === "lambda" ? (arn.split(":")[6] ?? arn) : (arn.split(":").at(-1) ?? arn);
  const type = types[service] ?? "AWS::Resource";
  const id = service === "sns" ? arn : name;
  return {
    principal,
    actions: [action],
    resource: arn,
    context: { "aws:SourceArn": [source], "aws:SourceAccount": [facts.account] },
    target: { type, id, name, arn },
    from: "configuration",
    evidence,
  };
}
