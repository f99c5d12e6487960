"""Lists the file systems of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("efs")
found = {}

try:
    pages = client.get_paginator("describe_file_systems").paginate()
    found["file_systems"] = [item["FileSystemId"] for page in pages for item in page.get("FileSystems", [])]
except ClientError as error:
    found["file_systems"] = error.response["Error"]["Code"]

print(json.dumps(found))
