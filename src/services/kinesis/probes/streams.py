"""Lists the names of all streams of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("kinesis")
names = [
    entry
    for page in client.get_paginator("list_streams").paginate()
    for entry in page.get("StreamNames", [])
]
print(json.dumps({"streams": names}))
