"""Lists the topics of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("sns")
found = {}

try:
    pages = client.get_paginator("list_topics").paginate()
    found["topics"] = [item["TopicArn"] for page in pages for item in page.get("Topics", [])]
except ClientError as error:
    found["topics"] = error.response["Error"]["Code"]

print(json.dumps(found))
