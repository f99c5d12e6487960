"""Lists the event buses of the region and the rules on each.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

events = boto3.client("events")
found = {}
try:
    buses = [bus["Name"] for bus in events.list_event_buses()["EventBuses"]]
except ClientError:
    buses = ["default"]

for bus in buses:
    try:
        pages = events.get_paginator("list_rules").paginate(EventBusName=bus)
        found[bus] = [rule["Name"] for page in pages for rule in page["Rules"]]
    except ClientError as error:
        found[bus] = error.response["Error"]["Code"]

print(json.dumps(found))
