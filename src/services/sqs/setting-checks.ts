import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, Fault } from "../../diagnose/check.ts";
import { spokenWords } from "../../diagnose/spoken-words.ts";
import { blame } from "../../diagnose/blame.ts";
import { queueRead } from "../../diagnose/queue-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { redriveOf } from "./checks.ts";

const type = "AWS::SQS::Queue";

/** How people call a queue for what failed. */
const deadLetterName = /(?:^|[-_])(?:dlq|dead|deadletter|dead-letter|failed|failures?|poison)(?:$|[-_.])/i;

/** Without a redrive policy a message that always fails is tried until it expires ("Using dead-letter queues in Amazon SQS"). */
export const deadLetterQueue: Check = resourceCheck({
  id: "sqs.dead-letter-queue",
  title: "whether failing messages are set aside",
  type,
  reach: 0,
  needed: (one, context) => [
    queueRead(one.id, context),
    ...(deadLetterName.test(one.id) ? [queueRead(stemOf(one.id), context)] : []),
  ],
  judge: (queue, { facts, question }) => {
    const asked =
      /dead[- ]?letter|\bdlqs?\b|poison|forever|endless\w*|over and over|redriv\w*|set aside/i.test(
        spokenWords(question),
      ) || question.mentions.some((mention) => deadLetterName.test(mention.text));
    const redrive = redriveOf(queue);
    if (!asked) return {};
    const owner = deadLetterName.test(queue.id) ? facts.get(type, stemOf(queue.id)) : undefined;
    if (owner && owner.id !== queue.id && !redriveOf(owner))
      return { faults: [absentPolicy(owner, facts, "supported")] };
    if (redrive)
      return {
        fine: `failed messages of ${queue.id} go to ${redrive.target} after ${redrive.receives} receives`,
        evidence: [facts.cite(queue, "/RedrivePolicy")],
      };
    const isTarget =
      facts.get("AWS::SQS::DeadLetterSources", queue.id) !== undefined ||
      facts.all(type).some((other) => redriveOf(other)?.target === queue.id);
    if (isTarget) return {};
    // A queue that looks like nobody's dead-letter queue may be meant as one; then its neighbour is the one without a policy.
    if (deadLetterName.test(queue.id)) return {};
    return { faults: [absentPolicy(queue, facts, "proved")] };
  },
});

/** The queue that a dead-letter queue is named after: `jobs` of `jobs-dlq`. */
function stemOf(name: string): string {
  return name.replace(deadLetterName, (found) => (/[.]$/.test(found) ? "." : "")).replace(/[-_]$/, "");
}

function absentPolicy(queue: Resource, facts: Facts, standing: "proved" | "supported"): Fault {
  const fed = facts.all(type).filter((other) => other.id !== queue.id && redriveOf(other));
  return blame(queue, {
    property: "RedrivePolicy",
    observed: null,
    expected: "a dead-letter queue and maxReceiveCount",
    title: `Queue ${queue.id} has no dead-letter queue (no RedrivePolicy)`,
    explanation: `Queue ${queue.id} has no RedrivePolicy: no dead-letter queue is configured, so a message that always fails is received again and again until its retention ends.`,
    evidence: [
      facts.cite(queue, "/QueueArn"),
      ...fed.slice(0, 1).map((other) => facts.cite(other, "/RedrivePolicy")),
    ],
    standing,
  });
}

/** "Exactly-once processing in Amazon SQS": what has the same deduplication id within five minutes is accepted and not delivered. */
export const deduplication: Check = resourceCheck({
  id: "sqs.deduplication",
  title: "deduplication of the FIFO queue",
  type,
  reach: 0,
  needed: (one, context) => queueRead(one.id, context),
  judge: (queue, { facts, question }) => {
    if (text(queue.data, "FifoQueue") !== "true") return {};
    const byContent = text(queue.data, "ContentBasedDeduplication") === "true";
    const asked =
      /swallow|identical|same (?:body|payload|message|command|order|event|content)|only (?:once|one|the first)|dedup\w*|drop\w*|second (?:one|message)|silently/i.test(
        spokenWords(question),
      );
    if (!byContent || !asked)
      return {
        fine: `${queue.id} ${byContent ? "deduplicates by content" : "deduplicates by the id that the sender gives"}`,
        evidence: [
          facts.cite(
            queue,
            "ContentBasedDeduplication" in queue.data ? "/ContentBasedDeduplication" : "/FifoQueue",
          ),
        ],
      };
    return {
      faults: [
        blame(queue, {
          property: "ContentBasedDeduplication",
          observed: "true",
          expected: "false, with a MessageDeduplicationId of its own for each message",
          title: `${queue.id} drops identical bodies within five minutes (ContentBasedDeduplication)`,
          explanation: `Queue ${queue.id} has ContentBasedDeduplication true: a message with the same, identical body as one sent within the last 5 minutes is accepted, but dropped as a duplicate.`,
          evidence: [facts.cite(queue, "/ContentBasedDeduplication")],
        }),
      ],
    };
  },
});

const usualSize = 262_144;

/** A message over the queue's own limit is refused with InvalidParameterValue. */
export const messageSize: Check = resourceCheck({
  id: "sqs.message-size",
  title: "largest message that the queue takes",
  type,
  reach: 1,
  needed: (one, context) => queueRead(one.id, context),
  judge: (queue, { facts, question }) => {
    const most = Number(text(queue.data, "MaximumMessageSize"));
    const asked =
      /too (?:large|long|big)|bigger|larger?\b|shorter than|message size|payload|InvalidParameterValue|\bbytes\b|\bkb\b/i.test(
        spokenWords(question),
      );
    if (!Number.isFinite(most) || most === 0 || !asked) return {};
    if (most >= usualSize)
      return {
        fine: `${queue.id} takes messages of up to ${most} bytes`,
        evidence: [facts.cite(queue, "/MaximumMessageSize")],
      };
    return {
      faults: [
        blame(queue, {
          property: "MaximumMessageSize",
          observed: most,
          expected: usualSize,
          title: `${queue.id} takes messages of up to ${most} bytes only (MaximumMessageSize)`,
          explanation: `Queue ${queue.id} has MaximumMessageSize ${most} bytes: a larger message is refused with InvalidParameterValue. SQS allows ${usualSize} and more.`,
          evidence: [facts.cite(queue, "/MaximumMessageSize")],
          change: {
            summary: `Let ${queue.id} take messages of up to ${usualSize} bytes`,
            commands: [
              [
                "aws",
                "sqs",
                "set-queue-attributes",
                "--queue-url",
                `https://sqs.${queue.region}.amazonaws.com/${queue.account}/${queue.id}`,
                "--attributes",
                `MaximumMessageSize=${usualSize}`,
              ],
            ],
            risk: "Consumers have to bear larger messages.",
            rollback: shellCommand`aws sqs set-queue-attributes --queue-url https://sqs.${queue.region}.amazonaws.com/${queue.account}/${queue.id} --attributes MaximumMessageSize=${most}`,
            edits: [
              { op: "replace", type, id: queue.id, path: "/MaximumMessageSize", value: String(usualSize) },
            ],
          },
        }),
      ],
    };
  },
});

/** Settings of queues that decide what becomes of a message. */
export const checks: readonly Check[] = [deadLetterQueue, deduplication, messageSize];
