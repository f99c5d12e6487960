"""Lists the secrets by name, those that wait for deletion too of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("secretsmanager")
found = {}

try:
    pages = client.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True)
    found["secrets"] = [item["Name"] for page in pages for item in page.get("SecretList", [])]
except ClientError as error:
    found["secrets"] = error.response["Error"]["Code"]

print(json.dumps(found))
