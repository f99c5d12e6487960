"""Lists the names of all queues of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("sqs")
names = [
    entry.split("/")[-1]
    for page in client.get_paginator("list_queues").paginate()
    for entry in page.get("QueueUrls", [])
]
print(json.dumps({"queues": names}))
