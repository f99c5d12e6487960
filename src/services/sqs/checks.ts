import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import type { Series } from "../../diagnose/metrics/series.ts";
import { highest, sum } from "../../diagnose/metrics/trend.ts";
import { queueRead } from "../../diagnose/queue-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::SQS::Queue";

export interface Redrive {
  readonly target: string;
  readonly receives: number;
}

/** The redrive policy of a queue, which SQS keeps as JSON in a string. */
export function redriveOf(queue: Resource): Redrive | undefined {
  const policy = text(queue.data, "RedrivePolicy");
  const target = /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(policy)?.[1];
  const receives = /"maxReceiveCount"\s*:\s*"?(\d+)/.exec(policy)?.[1];
  return target === undefined
    ? undefined
    : { target: target.split(":").at(-1) ?? target, receives: Number(receives) };
}

function metric(facts: Facts, queue: Resource, name: string): Series | undefined {
  return seriesFor(facts, { namespace: "AWS/SQS", metric: name, dimensions: { QueueName: queue.id } });
}

const setAttribute = (queue: Resource, attribute: string, value: string): readonly string[] => [
  "aws",
  "sqs",
  "set-queue-attributes",
  "--queue-url",
  queueUrl(queue),
  "--attributes",
  `${attribute}=${value}`,
];

function queueUrl(queue: Resource): string {
  return `https://sqs.${queue.region}.amazonaws.com/${queue.account}/${queue.id}`;
}

/** "Amazon SQS dead-letter queues": with a receive count of one, the first failure of any kind is the last. */
export const redrive: Check = resourceCheck({
  id: "sqs.redrive",
  title: "receives before a message goes to the dead-letter queue",
  type,
  reach: 3,
  needed: (one, context) => queueRead(one.id, context),
  judge: (queue, { facts }) => {
    const policy = redriveOf(queue);
    if (!policy) return {};
    const dead = facts.get(type, policy.target);
    const held = Number(dead?.data["ApproximateNumberOfMessages"] ?? 0);
    const missing = facts.read("sqs", "GetQueueUrl", { QueueName: policy.target })?.error;
    if (!dead && missing && !missing.denied) return { faults: [lostTarget(queue, policy, facts)] };
    if (policy.receives > 1)
      return {
        fine: `${queue.id} tries a message ${policy.receives} times before ${policy.target} gets it`,
        evidence: [facts.cite(queue, "/RedrivePolicy")],
      };
    return {
      faults: [
        blame(queue, {
          property: "RedrivePolicy.maxReceiveCount",
          observed: policy.receives,
          expected: "5 or more",
          title: `${queue.id} gives a message up after ${policy.receives} receive (maxReceiveCount)`,
          explanation: `Queue ${queue.id} has RedrivePolicy maxReceiveCount ${policy.receives}: a message that fails once goes straight to ${policy.target}, without a retry${held > 0 ? `; ${held} messages stand there` : ""}.`,
          evidence: [
            facts.cite(queue, "/RedrivePolicy"),
            ...(dead ? [facts.cite(dead, "/ApproximateNumberOfMessages")] : []),
          ],
          change: {
            summary: `Let ${queue.id} try a message 5 times, then redrive what lies in ${policy.target}`,
            commands: [
              [
                "aws",
                "sqs",
                "set-queue-attributes",
                "--queue-url",
                queueUrl(queue),
                "--attributes",
                JSON.stringify({
                  RedrivePolicy: JSON.stringify({
                    deadLetterTargetArn: arnOf(queue, policy.target),
                    maxReceiveCount: 5,
                  }),
                }),
              ],
              ["aws", "sqs", "start-message-move-task", "--source-arn", arnOf(queue, policy.target)],
            ],
            risk: "A message that can never succeed blocks its consumer five times instead of once.",
            rollback: shellCommand`aws sqs set-queue-attributes --queue-url ${queueUrl(queue)} --attributes ${JSON.stringify({ RedrivePolicy: text(queue.data, "RedrivePolicy") })}`,
            edits: [
              {
                op: "replace",
                type,
                id: queue.id,
                path: "/RedrivePolicy",
                value: JSON.stringify({
                  deadLetterTargetArn: arnOf(queue, policy.target),
                  maxReceiveCount: 5,
                }),
              },
            ],
          },
        }),
      ],
    };
  },
});

function arnOf(queue: Resource, name: string): string {
  return `arn:aws:sqs:${queue.region}:${queue.account}:${name}`;
}

function lostTarget(queue: Resource, policy: Redrive, facts: Facts) {
  const read = facts.read("sqs", "GetQueueUrl", { QueueName: policy.target });
  return blame(queue, {
    property: "RedrivePolicy.deadLetterTargetArn",
    observed: policy.target,
    expected: "a queue that exists",
    title: `The dead-letter queue ${policy.target} of ${queue.id} does not exist`,
    explanation: `Queue ${queue.id} names ${policy.target} in its RedrivePolicy, but there is no such queue: messages that fail cannot be set aside.`,
    evidence: [facts.cite(queue, "/RedrivePolicy"), ...(read ? facts.citeRefusal(read) : [])],
  });
}

/** SQS deletes what is older than the retention period, read or not, and without a trace in the dead-letter queue. */
export const retention: Check = resourceCheck({
  id: "sqs.retention",
  title: "retention of the queue against the time until its messages are read",
  type,
  needed: (one, context) => queueRead(one.id, context),
  judge: (queue, { facts }) => judgeRetention(queue, facts),
});

function judgeRetention(queue: Resource, facts: Facts): Judgement {
  const seconds = Number(queue.data["MessageRetentionPeriod"]);
  if (!Number.isFinite(seconds)) return {};
  const [sent, deleted, visible] = [
    metric(facts, queue, "NumberOfMessagesSent"),
    metric(facts, queue, "NumberOfMessagesDeleted"),
    metric(facts, queue, "ApproximateNumberOfMessagesVisible"),
  ];
  const [in_, out] = [sum(sent?.points ?? []), sum(deleted?.points ?? [])];
  const held = Number(queue.data["ApproximateNumberOfMessages"] ?? 0);
  const lost = in_ - out - held;
  const expires = in_ > 0 && lost > in_ * 0.05 && highest(visible?.points ?? []) > 0;
  const short = seconds < 4 * 86_400;
  const span =
    seconds >= 86_400 ? `${Math.round(seconds / 86_400)} days` : `${Math.round(seconds / 360) / 10} h`;
  if (!short || !expires)
    return {
      fine: `${queue.id} keeps messages ${span}; none was lost to that`,
      evidence: [facts.cite(queue, "/MessageRetentionPeriod"), ...citeSeries(facts, sent, deleted)],
    };
  return {
    faults: [
      blame(queue, {
        property: "MessageRetentionPeriod",
        observed: seconds,
        expected: "longer than consumers may stand still: 345600 (4 days) to 1209600 (14 days)",
        title: `${queue.id} deletes unread messages after ${seconds} seconds (${span})`,
        explanation: `Queue ${queue.id} has MessageRetentionPeriod ${seconds} s (${span}): messages that no consumer has deleted by then expire without a trace. ${in_} were sent, ${out} deleted, ${held} are left.`,
        evidence: [
          facts.cite(queue, "/MessageRetentionPeriod"),
          ...citeSeries(facts, sent, deleted, visible),
        ],
        change: {
          summary: `Keep messages of ${queue.id} for 14 days`,
          commands: [setAttribute(queue, "MessageRetentionPeriod", "1209600")],
          risk: "Old messages are processed late instead of being lost: see that the consumer can bear that. What has expired is gone.",
          rollback: shellLine(setAttribute(queue, "MessageRetentionPeriod", String(seconds))),
          edits: [{ op: "replace", type, id: queue.id, path: "/MessageRetentionPeriod", value: "1209600" }],
        },
      }),
    ],
  };
}

/** A delivery delay keeps every message from consumers for a while after it was sent. */
export const delay: Check = resourceCheck({
  id: "sqs.delay",
  title: "delivery delay of the queue",
  type,
  reach: 1,
  needed: (one, context) => queueRead(one.id, context),
  judge: (queue, { facts, question }) => {
    const seconds = Number(queue.data["DelaySeconds"] ?? 0);
    if (seconds < 60)
      return {
        fine: `${queue.id} delays messages by ${seconds} s`,
        evidence: [facts.cite(queue, "DelaySeconds" in queue.data ? "/DelaySeconds" : "/QueueArn")],
      };
    const late = /late|delay|slow|wait|minutes|latency/i.test(spokenWords(question));
    return {
      faults: [
        blame(queue, {
          property: "DelaySeconds",
          observed: seconds,
          expected: 0,
          title: `${queue.id} delays every message by ${seconds} seconds`,
          explanation: `Queue ${queue.id} has DelaySeconds ${seconds}: consumers see a message only ${seconds} seconds after it was sent.`,
          evidence: [facts.cite(queue, "/DelaySeconds")],
          role: late ? "root" : "bystander",
          change: {
            summary: `Deliver messages of ${queue.id} at once`,
            commands: [setAttribute(queue, "DelaySeconds", "0")],
            risk: "If the delay is meant (a retry queue), leave it.",
            rollback: shellLine(setAttribute(queue, "DelaySeconds", String(seconds))),
            edits: [{ op: "replace", type, id: queue.id, path: "/DelaySeconds", value: "0" }],
          },
        }),
      ],
    };
  },
});

/** Messages that come and are not taken: a symptom of the consumer, worth a finding of its own only where nobody reads. */
export const backlog: Check = resourceCheck({
  id: "sqs.backlog",
  title: "messages that wait in the queue",
  type,
  reach: 1,
  needed: (one, context) => queueRead(one.id, context),
  judge: (queue, { facts }) => {
    const held = Number(queue.data["ApproximateNumberOfMessages"] ?? 0);
    const age = metric(facts, queue, "ApproximateAgeOfOldestMessage");
    const deleted = sum(metric(facts, queue, "NumberOfMessagesDeleted")?.points ?? []);
    const sent = sum(metric(facts, queue, "NumberOfMessagesSent")?.points ?? []);
    const isDeadLetterQueue =
      facts.get("AWS::SQS::DeadLetterSources", queue.id) !== undefined ||
      facts.all(type).some((other) => redriveOf(other)?.target === queue.id);
    const polled = facts
      .linking(type, queue.id)
      .some(
        (other) =>
          other.type === "AWS::Lambda::EventSourceMapping" && text(other.data, "State") === "Enabled",
      );
    const growing =
      (age?.points.at(-1)?.value ?? 0) > 900 &&
      (age?.points.at(-1)?.value ?? 0) >= highest(age?.points ?? []);
    if (held === 0 || isDeadLetterQueue || (!growing && !(sent > 0 && deleted === 0))) {
      return {
        fine: `${queue.id} holds ${held} messages`,
        evidence: [facts.cite(queue, "/ApproximateNumberOfMessages"), ...citeSeries(facts, age)],
      };
    }
    return {
      faults: [
        blame(queue, {
          property: "ApproximateNumberOfMessages",
          observed: held,
          expected: "drained by a consumer",
          title: `${held} messages wait in ${queue.id} and nobody takes them`,
          explanation: `Queue ${queue.id} holds ${held} messages, the oldest waits ${age?.points.at(-1)?.value ?? "an unknown number of"} seconds: its consumer does not take or does not delete them.`,
          evidence: [facts.cite(queue, "/ApproximateNumberOfMessages"), ...citeSeries(facts, age)],
          role: polled ? "bystander" : "symptom",
        }),
      ],
    };
  },
});

/** Faults of queues: what is lost, given up too early, held back or left lying. */
export const checks: readonly Check[] = [redrive, retention, delay, backlog];
