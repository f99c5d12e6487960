"""Lists the data streams of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("kinesis")
found = {}

try:
    pages = client.get_paginator("list_streams").paginate()
    found["streams"] = [item for page in pages for item in page.get("StreamNames", [])]
except ClientError as error:
    found["streams"] = error.response["Error"]["Code"]

print(json.dumps(found))
