"""Lists the functions of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("lambda")
found = {}

try:
    pages = client.get_paginator("list_functions").paginate()
    found["functions"] = [item["FunctionName"] for page in pages for item in page.get("Functions", [])]
except ClientError as error:
    found["functions"] = error.response["Error"]["Code"]

print(json.dumps(found))
