"""Lists the Auto Scaling groups of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("autoscaling")
found = {}

try:
    pages = client.get_paginator("describe_auto_scaling_groups").paginate()
    found["groups"] = [item["AutoScalingGroupName"] for page in pages for item in page.get("AutoScalingGroups", [])]
except ClientError as error:
    found["groups"] = error.response["Error"]["Code"]

print(json.dumps(found))
