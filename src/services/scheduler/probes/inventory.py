"""Lists the schedules of EventBridge Scheduler in the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("scheduler")
found = {}

try:
    pages = client.get_paginator("list_schedules").paginate()
    found["schedules"] = [item["Name"] for page in pages for item in page.get("Schedules", [])]
except ClientError as error:
    found["schedules"] = error.response["Error"]["Code"]

print(json.dumps(found))
