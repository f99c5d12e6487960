"""Lists the clusters of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("eks")
found = {}

try:
    pages = client.get_paginator("list_clusters").paginate()
    found["clusters"] = [item for page in pages for item in page.get("clusters", [])]
except ClientError as error:
    found["clusters"] = error.response["Error"]["Code"]

print(json.dumps(found))
