"""Lists the names of all tables of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("dynamodb")
names = [
    entry
    for page in client.get_paginator("list_tables").paginate()
    for entry in page.get("TableNames", [])
]
print(json.dumps({"tables": names}))
