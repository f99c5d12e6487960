"""Lists the roles and users of the account.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("iam")
found = {}

try:
    pages = client.get_paginator("list_roles").paginate()
    found["roles"] = [item["RoleName"] for page in pages for item in page.get("Roles", [])]
except ClientError as error:
    found["roles"] = error.response["Error"]["Code"]

try:
    pages = client.get_paginator("list_users").paginate()
    found["users"] = [item["UserName"] for page in pages for item in page.get("Users", [])]
except ClientError as error:
    found["users"] = error.response["Error"]["Code"]

print(json.dumps(found))
