"""Lists the queues of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("sqs")
found = {}

try:
    pages = client.get_paginator("list_queues").paginate()
    found["queues"] = [item for page in pages for item in page.get("QueueUrls", [])]
except ClientError as error:
    found["queues"] = error.response["Error"]["Code"]

print(json.dumps(found))
