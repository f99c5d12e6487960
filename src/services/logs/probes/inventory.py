"""Lists the log groups of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("logs")
found = {}

try:
    pages = client.get_paginator("describe_log_groups").paginate()
    found["log_groups"] = [item["logGroupName"] for page in pages for item in page.get("logGroups", [])]
except ClientError as error:
    found["log_groups"] = error.response["Error"]["Code"]

print(json.dumps(found))
