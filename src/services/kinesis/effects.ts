import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of kinesis. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects(
  {
    pure: `
      DescribeAccountSettings DescribeChannel DescribeLimits DescribeQueue DescribeStream
      DescribeStreamConsumer DescribeStreamSummary GetResourcePolicy GetShardIterator ListChannels
      ListQueues ListShards ListStreamConsumers ListStreams ListTagsForResource ListTagsForStream`,
    data: `
      GetRecords SubscribeToShard`,
    "data mutates": `
      ReceiveDeadLetterQueueRecords ReceiveQueueRecords`,
    mutates: `
      AcknowledgeDeadLetterQueueRecords AcknowledgeQueueRecords AddTagsToStream CreateChannel CreateQueue
      CreateStream DecreaseStreamRetentionPeriod DeleteChannel DeleteQueue DeleteResourcePolicy
      DeleteStream DeregisterStreamConsumer DisableEnhancedMonitoring EnableEnhancedMonitoring
      IncreaseStreamRetentionPeriod MergeShards PutRecord PutRecords PutResourcePolicy
      RegisterStreamConsumer RemoveTagsFromStream RestoreDeadLetterQueueRecords SplitShard
      StartStreamEncryption StopStreamEncryption TagResource UntagResource UpdateAccountSettings
      UpdateChannel UpdateDeadLetterQueueRecordsVisibility UpdateMaxRecordSize UpdateQueue
      UpdateQueueRecordsVisibility UpdateShardCount UpdateStreamMode
      UpdateStreamRecordDistributionStrategy UpdateStreamWarmThroughput`,
  },
  {
    GetShardIterator: "only a position; reading from it is another call",
    ReceiveDeadLetterQueueRecords: "hides records from other readers",
    ReceiveQueueRecords: "hides records from other readers",
  },
);
