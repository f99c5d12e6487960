import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing } from "../../diagnose/metrics/trend.ts";
import { missingRead } from "../../diagnose/missing-read.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { destinationBucket } from "./facts.ts";

const type = "AWS::KinesisFirehose::DeliveryStream";

/** A delivery stream keeps records for a day at most while its destination fails, then they are lost ("Understand data delivery in Amazon Data Firehose"). */
export const destination: Check = resourceCheck({
  id: "firehose.destination",
  title: "destination of the delivery stream",
  type,
  needed: ({ id }, context) => [
    {
      service: "firehose",
      operation: "DescribeDeliveryStream",
      params: { DeliveryStreamName: id },
      probe: {
        probe: "firehose/delivery-stream",
        variables: { names: [id] },
        reason: `state and destination of ${id}`,
      },
    },
    metricsRead(context, {
      namespace: "AWS/Firehose",
      dimensions: { DeliveryStreamName: id },
      metrics: ["DeliveryToS3.Success:Average", "DeliveryToS3.DataFreshness:Maximum", "IncomingRecords:Sum"],
    }),
  ],
  judge: (stream, { facts }) => {
    const arn = destinationBucket(stream.data);
    const bucket = arn.split(":").at(-1) ?? "";
    const success = seriesFor(facts, {
      namespace: "AWS/Firehose",
      metric: "DeliveryToS3.Success",
      dimensions: { DeliveryStreamName: stream.id },
    });
    const failing = ongoing(success, (value) => value < 1);
    const status = text(stream.data, "DeliveryStreamStatus");
    const missing = bucket === "" ? undefined : missingRead(facts, { type: "AWS::S3::Bucket", id: bucket });
    if (missing)
      return {
        faults: [
          blame(stream, {
            property: "S3 destination BucketARN",
            observed: arn,
            expected: "a bucket that exists",
            title: `The destination bucket ${bucket} of delivery stream ${stream.id} does not exist`,
            explanation: `Delivery stream ${stream.id} has the S3 destination BucketARN ${arn}, but bucket ${bucket} does not exist: nothing is delivered, and records are lost after 24 hours.`,
            evidence: [facts.cite(stream), ...facts.citeRefusal(missing), ...citeSeries(facts, success)],
            severity: "critical",
          }),
        ],
      };
    if (status !== "" && status !== "ACTIVE")
      return {
        faults: [
          blame(stream, {
            property: "DeliveryStreamStatus",
            observed: status,
            expected: "ACTIVE",
            title: `Delivery stream ${stream.id} is ${status}`,
            explanation: `Delivery stream ${stream.id} has DeliveryStreamStatus ${status}: it delivers nothing.`,
            evidence: [facts.cite(stream, "/DeliveryStreamStatus")],
          }),
        ],
      };
    if (failing)
      return {
        gaps: [
          `deliveries of ${stream.id} to ${bucket} fail since ${failing.since} (DeliveryToS3.Success ${failing.worst}); its error log or its role's permissions on the bucket and the key show why`,
        ],
      };
    return {
      fine: `${stream.id} is ${status} and its destination exists`,
      evidence: [facts.cite(stream, "/DeliveryStreamStatus"), ...citeSeries(facts, success)],
    };
  },
});

/** Faults of delivery streams. */
export const checks: readonly Check[] = [destination];
