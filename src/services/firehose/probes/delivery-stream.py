"""Reads delivery streams with their state and destination, and whether the destination bucket exists.

variables:
  names: {type: list, description: "names of the delivery streams", pattern: "^[a-zA-Z0-9_.-]{1,64}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
names = []
# end of variables

firehose = boto3.client("firehose")
s3 = boto3.client("s3")


def destination_of(stream):
    for destination in stream.get("Destinations", []):
        target = destination.get("ExtendedS3DestinationDescription") or destination.get("S3DestinationDescription") or {}
        if target.get("BucketARN"):
            return target["BucketARN"].split(":")[-1]
    return None


answer = {}
for name in names:
    with suppress(ClientError, BotoCoreError):
        stream = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
        bucket = destination_of(stream)
        told = answer[name] = {"status": stream["DeliveryStreamStatus"], "bucket": bucket}
        if bucket:
            try:
                s3.get_bucket_versioning(Bucket=bucket)
                told["bucketExists"] = True
            except ClientError as error:
                told["bucketExists"] = error.response["Error"]["Code"]
print(json.dumps(answer, default=str))
