"""Lists the names of all log groups of the region.

variables: {}
"""
import json

import boto3

# variables
# end of variables

client = boto3.client("logs")
names = [
    {"name": entry["logGroupName"], "retentionInDays": entry.get("retentionInDays")}
    for page in client.get_paginator("describe_log_groups").paginate()
    for entry in page.get("logGroups", [])
]
print(json.dumps({"groups": names}))
