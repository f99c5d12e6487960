"""Lists the alarms of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("cloudwatch")
found = {}

try:
    pages = client.get_paginator("describe_alarms").paginate()
    found["alarms"] = [item["AlarmName"] for page in pages for item in page.get("MetricAlarms", [])]
except ClientError as error:
    found["alarms"] = error.response["Error"]["Code"]

print(json.dumps(found))
