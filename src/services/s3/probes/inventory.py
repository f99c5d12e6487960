"""Lists the buckets of the account.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("s3")
found = {}

try:
    pages = client.get_paginator("list_buckets").paginate()
    found["buckets"] = [item["Name"] for page in pages for item in page.get("Buckets", [])]
except ClientError as error:
    found["buckets"] = error.response["Error"]["Code"]

print(json.dumps(found))
