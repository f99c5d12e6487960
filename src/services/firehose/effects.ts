import { reviewedEffects } from "../reviewed-effects.ts";

/** Every operation of firehose. Each read was reviewed for what its answer holds; all others at least change something. */
export const effects = reviewedEffects({
  pure: `
      DescribeDeliveryStream ListDeliveryStreams ListTagsForDeliveryStream`,
  mutates: `
      CreateDeliveryStream DeleteDeliveryStream PutRecord PutRecordBatch StartDeliveryStreamEncryption
      StopDeliveryStreamEncryption TagDeliveryStream UntagDeliveryStream UpdateDestination`,
});
