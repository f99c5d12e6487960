"""Lists the tables of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("dynamodb")
found = {}

try:
    pages = client.get_paginator("list_tables").paginate()
    found["tables"] = [item for page in pages for item in page.get("TableNames", [])]
except ClientError as error:
    found["tables"] = error.response["Error"]["Code"]

print(json.dumps(found))
