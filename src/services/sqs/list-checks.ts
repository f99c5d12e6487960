import type { Resource } from "../../core/facts.ts";
import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import type { ListRead } from "../../diagnose/listing-check.ts";
import { text } from "../../facts/reader.ts";

const type = "AWS::SQS::Queue";
const probe = { probe: "sqs/depths", variables: {} } as const;
const list: ListRead = { service: "sqs", operation: "ListQueues" };
const each = ({ id }: Resource): readonly ListRead[] => [
  { service: "sqs", operation: "GetQueueUrl", params: { QueueName: id } },
];
const ofQueues = (words: string): boolean =>
  /\bqueues\b|\bsqs\b|\bdlqs\b|\bany (?:\S+ )?(?:queue|dlq)\b/i.test(words);

/** Attribute values are strings, and approximate ("GetQueueAttributes"); nothing is received in order to count. */
export const depths: Check = listingCheck({
  id: "sqs.list-depths",
  title: "messages that wait in the queues",
  type,
  asks: (words, { subjects }) =>
    ofQueues(words) &&
    /(?:with|have|has|hold\w*|contain\w*|visible|waiting|how many|omit empty|non-?empty|not empty|count of) (?:\S+ ){0,3}messages?|messages? (?:waiting|in them|stuck)|not empty|non-?empty|backlogs?\b/i.test(
      words,
    ) &&
    !subjects.some((one) => one.ref.type === type && one.text !== ""),
  probe,
  list,
  each,
  judge: (queue, facts, { question }) => {
    if (/\bdlqs?\b|dead[- ]?letter/i.test(question.text) && !isDeadLetter(queue, facts.all(type)))
      return undefined;
    const visible = Number(text(queue.data, "ApproximateNumberOfMessages") || 0);
    return visible > 0
      ? {
          property: "ApproximateNumberOfMessages",
          observed: visible,
          expected: 0,
          says: `has ${visible} visible message${visible === 1 ? "" : "s"}`,
          evidence: [facts.cite(queue, "/ApproximateNumberOfMessages")],
        }
      : undefined;
  },
});

function isDeadLetter(queue: Resource, queues: readonly Resource[]): boolean {
  const arn = queue.arn ?? text(queue.data, "QueueArn");
  return (
    queues.some((one) => text(one.data, "RedrivePolicy").includes(`"${arn}"`)) ||
    /dlq|dead-?letter/i.test(queue.id)
  );
}

/** Queues whose failing messages nobody keeps. */
export const withoutDeadLetters: Check = listingCheck({
  id: "sqs.list-without-dead-letters",
  title: "dead-letter queues of the queues",
  type,
  asks: (words) =>
    /queues?\b|sqs/i.test(words) &&
    /(?:without|no|lack\w*|missing|not have) (?:a |an |any )?(?:dlq|dead[- ]?letter|redrive)/i.test(words),
  probe,
  list,
  each,
  judge: (queue, facts) =>
    text(queue.data, "RedrivePolicy") === "" && !isDeadLetter(queue, facts.all(type))
      ? {
          property: "RedrivePolicy",
          observed: null,
          expected: "a dead-letter queue",
          says: "has no dead-letter queue (no RedrivePolicy)",
          evidence: [facts.cite(queue)],
        }
      : undefined,
});

export const everyQueue: Check = allOfKind({
  id: "sqs.list-all-queues",
  type,
  nouns: "(?:sqs )?queues",
  probe: { probe: "sqs/inventory", variables: {} },
  list,
});

export const checks: readonly Check[] = [everyQueue, depths, withoutDeadLetters];
