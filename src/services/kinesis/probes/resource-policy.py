"""Reads a stream's resource policy.

variables:
  arn: {type: string, description: "ARN of the stream", pattern: "^arn:[^:]+:kinesis:[^:]+:\\d{12}:stream/[\\w./:-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
arn = ""
region = ""
# end of variables

client = boto3.client("kinesis", region_name=region)
try:
    found = client.get_resource_policy(ResourceARN=arn)
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"]}))
