"""Lists the stacks of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("cloudformation")
found = {}

try:
    pages = client.get_paginator("describe_stacks").paginate()
    found["stacks"] = [item["StackName"] for page in pages for item in page.get("Stacks", [])]
except ClientError as error:
    found["stacks"] = error.response["Error"]["Code"]

print(json.dumps(found))
