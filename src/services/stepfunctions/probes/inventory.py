"""Lists the state machines of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("stepfunctions")
found = {}

try:
    pages = client.get_paginator("list_state_machines").paginate()
    found["state_machines"] = [item["name"] for page in pages for item in page.get("stateMachines", [])]
except ClientError as error:
    found["state_machines"] = error.response["Error"]["Code"]

print(json.dumps(found))
