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
    found["distributions"] = [item.get("Id") for page in pages for item in page.get("DistributionList", {}).get("Items", [])]
except ClientError as error:
    found["distributions"] = error.response["Error"]["Code"]

print(json.dumps(found))
