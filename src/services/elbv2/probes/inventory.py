"""Lists the load balancers and target groups of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("elbv2")
found = {}

try:
    pages = client.get_paginator("describe_load_balancers").paginate()
    found["load_balancers"] = [item["LoadBalancerName"] for page in pages for item in page.get("LoadBalancers", [])]
except ClientError as error:
    found["load_balancers"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("describe_target_groups").paginate()
    found["target_groups"] = [item["TargetGroupName"] for page in pages for item in page.get("TargetGroups", [])]
except ClientError as error:
    found["target_groups"] = error.response["Error"]["Code"]

print(json.dumps(found))
