"""Lists the distributions of the account.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("cloudfront")
found = {}

try:
    pages = client.get_paginator("list_distributions").paginate()
    lists = [page.get("DistributionList", {}) for page in pages]
    found["distributions"] = [item["Id"] for entry in lists for item in entry.get("Items", [])]
except ClientError as error:
    found["distributions"] = error.response["Error"]["Code"]

print(json.dumps(found))
