"""Lists the HTTP and WebSocket APIs of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("apigatewayv2")
found = {}

try:
    pages = client.get_paginator("get_apis").paginate()
    found["apis"] = [item["Name"] for page in pages for item in page.get("Items", [])]
except ClientError as error:
    found["apis"] = error.response["Error"]["Code"]

print(json.dumps(found))
