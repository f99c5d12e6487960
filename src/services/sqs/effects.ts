import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of sqs. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      GetQueueAttributes GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks ListQueueTags
      ListQueues`,
    "data mutates": `
      ReceiveMessage`,
    mutates: `
      AddPermission CancelMessageMoveTask ChangeMessageVisibility ChangeMessageVisibilityBatch CreateQueue
      DeleteMessage DeleteMessageBatch DeleteQueue PurgeQueue RemovePermission SetQueueAttributes
      StartMessageMoveTask TagQueue UntagQueue`,
    "mutates leaves": `
      SendMessage SendMessageBatch`,
  },
  {
    ReceiveMessage: "hides messages, feeds dead-letter queues",
  },
);
