"""Lists the keys of the region, by their ids and by their aliases.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("kms")
found = {}

try:
    pages = client.get_paginator("list_aliases").paginate()
    found["aliases"] = [item["AliasName"] for page in pages for item in page.get("Aliases", [])]
except ClientError as error:
    found["aliases"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("list_keys").paginate()
    found["keys"] = [item["KeyId"] for page in pages for item in page.get("Keys", [])]
except ClientError as error:
    found["keys"] = error.response["Error"]["Code"]

print(json.dumps(found))
