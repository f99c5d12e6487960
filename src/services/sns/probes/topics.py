"""Lists the names of all topics of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("sns")
names = [
    entry["TopicArn"]
    for page in client.get_paginator("list_topics").paginate()
    for entry in page.get("Topics", [])
]
print(json.dumps({"topics": names}))
