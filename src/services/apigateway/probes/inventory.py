"""Lists the REST APIs of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("apigateway")
found = {}

try:
    pages = client.get_paginator("get_rest_apis").paginate()
    found["rest_apis"] = [item.get("name") for page in pages for item in page.get("items", [])]
except ClientError as error:
    found["rest_apis"] = error.response["Error"]["Code"]

print(json.dumps(found))
