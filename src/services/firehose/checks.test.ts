import { describe, expect, it } from "vitest";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { destination } from "./checks.ts";
import { readers } from "./facts.ts";

function judged({ missing = false, success = 1 }: { missing?: boolean; success?: number }) {
  const name = "clicks";
  return said(
    runCheck({
      check: destination,
      readers: [...readers, ...cloudwatch],
      text: "why does nothing arrive?",
      subjects: [{ type: "AWS::KinesisFirehose::DeliveryStream", id: name }],
      calls: [
        {
          service: "firehose",
          operation: "DescribeDeliveryStream",
          params: { DeliveryStreamName: name },
          response: {
            DeliveryStreamDescription: {
              DeliveryStreamName: name,
              DeliveryStreamStatus: "ACTIVE",
              Destinations: [{ ExtendedS3DestinationDescription: { BucketARN: "arn:aws:s3:::lake" } }],
            },
          },
        },
        {
          service: "s3",
          operation: "GetBucketVersioning",
          params: { Bucket: "lake" },
          ...(missing ? { error: { code: "NoSuchBucket", message: "gone" } } : { response: {} }),
        },
        metricCall(
          "AWS/Firehose",
          { DeliveryStreamName: name },
          {
            "DeliveryToS3.Success": [success, success, success, success],
          },
        ),
      ],
    }),
  );
}

describe("destination of a delivery stream", () => {
  it("blames a bucket that is gone", () =>
    expect(judged({ missing: true })).toBe("root S3 destination BucketARN"));
  it("does not call failing deliveries fine", () => expect(judged({ success: 0 })).toBe("gap"));
  it("is fine where deliveries succeed", () => expect(judged({})).toBe("fine"));
});
