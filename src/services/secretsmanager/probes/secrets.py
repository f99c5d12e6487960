"""Lists the names of all secrets of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("secretsmanager")
names = [
    {"name": entry["Name"], "deleted": str(entry.get("DeletedDate") or "")}
    for page in client.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True)
    for entry in page.get("SecretList", [])
]
print(json.dumps({"secrets": names}))
