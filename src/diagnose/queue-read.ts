import { text } from "../facts/reader.ts";
import type { CheckContext } from "./check.ts";
import type { Needed } from "./resource-check.ts";
import { lookback, periodFor } from "./window.ts";

/** The read that checks of a queue stand on. */
export function queueRead(name: string, context: CheckContext): Needed {
  const span = lookback(context);
  return {
    service: "sqs",
    operation: "GetQueueUrl",
    params: { QueueName: name },
    // Others only look whether the queue exists; what the checks need comes with its dead-letter sources.
    find: (facts) => {
      const read = facts.read("sqs", "GetQueueUrl", { QueueName: name });
      const whole = facts
        .reads("sqs", "ListDeadLetterSourceQueues")
        .some((one) => text(one.params, "QueueUrl").endsWith(`/${name}`));
      return read?.error || whole ? read : undefined;
    },
    probe: {
      probe: "sqs/queue",
      variables: { queue_names: [name], ...span, period: periodFor(span) },
      reason: `how queue ${name} is set, who reads from it, and how it fills`,
    },
  };
}
