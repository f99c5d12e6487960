"""Lists the trails of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("cloudtrail")
found = {}

try:
    found["trails"] = [item["Name"] for item in client.describe_trails().get("trailList", [])]
except ClientError as error:
    found["trails"] = error.response["Error"]["Code"]

print(json.dumps(found))
