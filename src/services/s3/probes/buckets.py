"""Lists the names of all buckets of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("s3")
names = [
    entry["Name"]
    for page in client.get_paginator("list_buckets").paginate()
    for entry in page.get("Buckets", [])
]
print(json.dumps({"buckets": names}))
