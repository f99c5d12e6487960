"""Lists the image repositories of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("ecr")
found = {}

try:
    pages = client.get_paginator("describe_repositories").paginate()
    found["repositories"] = [item["repositoryName"] for page in pages for item in page.get("repositories", [])]
except ClientError as error:
    found["repositories"] = error.response["Error"]["Code"]

print(json.dumps(found))
