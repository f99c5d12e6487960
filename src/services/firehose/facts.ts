import type { Link } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";
import type { FactReader } from "../../facts/reader.ts";
import { itemReader, objects, text } from "../../facts/reader.ts";

/** The bucket that a delivery stream writes to, directly or as its backup. */
export function destinationBucket(stream: JsonObject): string {
  const [destination] = objects(stream, "Destinations");
  const s3 = destination?.["ExtendedS3DestinationDescription"] ?? destination?.["S3DestinationDescription"];
  return isObject(s3) ? text(s3, "BucketARN") : "";
}

function links(stream: JsonObject): readonly Link[] {
  const source = isObject(stream["Source"]) ? stream["Source"]["KinesisStreamSourceDescription"] : undefined;
  return [
    ...linkOfArn("delivers-to", destinationBucket(stream)),
    ...linkOfArn("reads-from", text(source, "KinesisStreamARN")),
  ];
}

/** What Firehose tells: delivery streams with their destination. */
export const readers: readonly FactReader[] = [
  itemReader("firehose", "DescribeDeliveryStream", "DeliveryStreamDescription", (stream) => ({
    type: "AWS::KinesisFirehose::DeliveryStream",
    id: text(stream, "DeliveryStreamName"),
    arn: text(stream, "DeliveryStreamARN"),
    links: links(stream),
    detail: 2,
  })),
];
