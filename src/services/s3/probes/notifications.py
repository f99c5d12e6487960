"""Reads whom a bucket notifies of new and removed objects.

variables:
  bucket: {type: string, description: "name of the bucket", pattern: "^[a-z0-9.-]{3,63}$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
bucket = ""
# end of variables

s3 = boto3.client("s3")
try:
    found = s3.get_bucket_notification_configuration(Bucket=bucket)
    found.pop("ResponseMetadata", None)
    print(json.dumps({"bucket": bucket, "notifications": found}))
except ClientError as error:
    print(json.dumps({"bucket": bucket, "error": error.response["Error"]["Code"]}))
