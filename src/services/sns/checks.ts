import type { Facts, Read, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";
import type { Check, Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { sum } from "../../diagnose/metrics/trend.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement, Needed } from "../../diagnose/resource-check.ts";
import type { Related } from "../../diagnose/related.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::SNS::Topic";

function topicRead({ id, resource }: Related): Needed {
  const arn = resource?.arn ?? (id.startsWith("arn:") ? id : undefined);
  return {
    service: "sns",
    operation: "ListSubscriptionsByTopic",
    params: arn === undefined ? {} : { TopicArn: arn },
    probe: {
      probe: "sns/topic",
      variables: arn === undefined ? { topic_names: [id] } : { topic_arns: [arn] },
      reason: `who subscribes to topic ${id.split(":").at(-1)}, and what gets through`,
    },
    find: (facts) =>
      facts
        .reads("sns", "ListSubscriptionsByTopic")
        .findLast((read) =>
          arn === undefined
            ? text(read.params, "TopicArn").endsWith(`:${id}`)
            : text(read.params, "TopicArn") === arn,
        ),
  };
}

function subscriptionsOf(facts: Facts, topic: Resource): readonly Resource[] {
  return facts.all("AWS::SNS::Subscription").filter((one) => text(one.data, "TopicArn") === topic.arn);
}

/** A topic delivers only to confirmed subscriptions. */
export const subscriptions: Check = resourceCheck({
  id: "sns.subscriptions",
  title: "subscriptions of the topic",
  type,
  needed: topicRead,
  judge: (topic, { facts }) => {
    const read = facts.read("sns", "ListSubscriptionsByTopic", { TopicArn: topic.arn ?? topic.id });
    const found = subscriptionsOf(facts, topic);
    const pending = found.filter((one) => /^Pending/i.test(text(one.data, "SubscriptionArn")));
    const [waiting] = pending;
    if (read?.complete === true && found.length === 0) {
      return {
        faults: [
          blame(topic, {
            property: "Subscriptions",
            observed: [],
            expected: "at least one confirmed subscription",
            title: `Topic ${topic.name} has no subscription`,
            explanation: `Topic ${topic.name} has no Subscriptions: what is published to it reaches nobody, and the publisher sees no error.`,
            evidence: facts.citeAbsence(read, "/Subscriptions", "[].Endpoint"),
          }),
        ],
      };
    }
    const gone = found.find((one) => missingEndpoint(one, facts));
    const refused = gone && missingEndpoint(gone, facts);
    if (gone && refused)
      return { faults: [goneFault(topic, gone, [facts.cite(gone), ...facts.citeRefusal(refused)])] };
    if (waiting) {
      return {
        faults: [
          blame(topic, {
            property: "SubscriptionArn",
            observed: "PendingConfirmation",
            expected: "a confirmed subscription",
            title: `The subscription of ${text(waiting.data, "Endpoint")} to topic ${topic.name} is not confirmed`,
            explanation: `Topic ${topic.name} has the subscription of ${text(waiting.data, "Endpoint")} in PendingConfirmation: nothing is delivered to it until the link that SNS sent is opened.`,
            evidence: [facts.cite(waiting)],
            role: pending.length === found.length ? "root" : "contributing",
          }),
        ],
      };
    }
    return {
      fine: `topic ${topic.name} has ${found.length} confirmed subscriptions`,
      evidence: found.slice(0, 3).map((one) => facts.cite(one)),
    };
  },
});

function missingEndpoint(subscription: Resource, facts: Facts): Read | undefined {
  const [link] = linkOfArn("delivers-to", text(subscription.data, "Endpoint"));
  return link && missingRead(facts, link);
}

function goneFault(topic: Resource, subscription: Resource, evidence: readonly Evidence[]): Fault {
  const endpoint = text(subscription.data, "Endpoint");
  const name = endpoint.split(":").at(-1) ?? endpoint;
  return blame(topic, {
    property: "Subscriptions Endpoint",
    observed: endpoint,
    expected: "an endpoint that exists",
    title: `Topic ${topic.name} delivers to ${name}, which does not exist`,
    explanation: `Topic ${topic.name} has a subscription with Endpoint ${endpoint}, but ${name} does not exist: what is published is lost on its way there.`,
    evidence,
  });
}

/** "Subscription filter policies": what matches no value is dropped silently. Which messages are sent is not known, so this alone proves nothing. */
export const filterPolicy: Check = resourceCheck({
  id: "sns.filter-policy",
  title: "filter policies of the topic's subscriptions",
  type,
  needed: (one, context) => [
    topicRead(one),
    metricsRead(context, {
      namespace: "AWS/SNS",
      dimensions: { TopicName: one.resource?.name ?? one.id.split(":").at(-1) ?? one.id },
      metrics: ["NumberOfMessagesPublished:Sum", "NumberOfNotificationsFilteredOut:Sum"],
    }),
  ],
  judge: (topic, context) => judgeFilters(topic, context.facts, context.question.text),
});

function judgeFilters(topic: Resource, facts: Facts, question: string): Judgement {
  const found = facts
    .all("AWS::SNS::SubscriptionAttributes")
    .filter((one) => text(one.data, "TopicArn") === topic.arn);
  const filtering = found.filter((one) => !["", "{}", "null"].includes(text(one.data, "FilterPolicy")));
  if (filtering.length === 0)
    return found.length === 0
      ? {}
      : {
          fine: `no subscription of ${topic.name} filters`,
          evidence: found.slice(0, 3).map((one) => facts.cite(one)),
        };
  const metric = (name: string) =>
    seriesFor(facts, {
      namespace: "AWS/SNS",
      metric: name,
      dimensions: { TopicName: topic.name ?? topic.id },
    });
  const [published, dropped] = [
    metric("NumberOfMessagesPublished"),
    metric("NumberOfNotificationsFilteredOut"),
  ];
  // Messages came, and the filters held none of them back.
  if (
    sum(published?.points ?? []) > 0 &&
    (dropped?.points.length ?? 0) > 0 &&
    sum(dropped?.points ?? []) === 0
  )
    return {
      fine: `the filters of ${topic.name} held nothing back`,
      evidence: citeSeries(facts, published, dropped),
    };
  const [chosen] = filtering.toSorted((a, b) => mentioned(b, question) - mentioned(a, question));
  if (!chosen) return {};
  const asked =
    /filter|missing|some|certain|only|not (?:all|every)|lost|drop|no (?:messages|events)|never|nothing|doesn't|does not|empty|receiv|deliver|reach|arriv|get/i.test(
      question,
    );
  const endpoint = text(chosen.data, "Endpoint").split(":").at(-1) ?? "";
  return {
    faults: [
      blame(
        {
          type: "AWS::SNS::Subscription",
          id: chosen.id,
          name: endpoint,
          arn: chosen.id,
          region: topic.region,
          account: topic.account,
        },
        {
          property: "FilterPolicy",
          observed: text(chosen.data, "FilterPolicy"),
          expected: "a policy that admits the messages that are meant",
          title: `The subscription of ${endpoint} to topic ${topic.name} filters by ${text(chosen.data, "FilterPolicy").slice(0, 80)}`,
          explanation: `The subscription of ${endpoint} to topic ${topic.name} has FilterPolicy ${text(chosen.data, "FilterPolicy").slice(0, 120)} on ${text(chosen.data, "FilterPolicyScope") || "MessageAttributes"}: a message that does not match is dropped without an error.`,
          evidence: [facts.cite(chosen), ...citeSeries(facts, published, dropped)],
          role: asked ? "root" : "bystander",
          standing: "supported",
          change: {
            summary: `Widen or remove the filter policy of ${endpoint}`,
            commands: [
              [
                "aws",
                "sns",
                "set-subscription-attributes",
                "--subscription-arn",
                chosen.id,
                "--attribute-name",
                "FilterPolicy",
                "--attribute-value",
                "{}",
              ],
            ],
            risk: "The subscriber gets every message of the topic.",
            rollback: shellCommand`aws sns set-subscription-attributes --subscription-arn ${chosen.id} --attribute-name FilterPolicy --attribute-value ${text(chosen.data, "FilterPolicy")}`,
            edits: [],
          },
        },
      ),
    ],
  };
}

function mentioned(subscription: Resource, question: string): number {
  const endpoint = text(subscription.data, "Endpoint").split(":").at(-1) ?? "";
  return endpoint !== "" && question.includes(endpoint) ? 1 : 0;
}

/** Faults of topics: nobody subscribed, nobody confirmed, messages filtered out. */
export const checks: readonly Check[] = [subscriptions, filterPolicy];
