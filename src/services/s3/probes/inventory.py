"""Lists the buckets of the account.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("s3")
found = {}

try:
    found["buckets"] = [item["Name"] for item in client.list_buckets().get("Buckets", [])]
except ClientError as error:
    found["buckets"] = error.response["Error"]["Code"]

print(json.dumps(found))
