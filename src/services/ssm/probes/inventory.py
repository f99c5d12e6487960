"""Lists the parameters by name, without their values of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("ssm")
found = {}

try:
    pages = client.get_paginator("describe_parameters").paginate()
    found["parameters"] = [item["Name"] for page in pages for item in page.get("Parameters", [])]
except ClientError as error:
    found["parameters"] = error.response["Error"]["Code"]

print(json.dumps(found))
