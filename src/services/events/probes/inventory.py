"""Lists the event buses of the region and the rules on each.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

events = boto3.client("events")
found = {}


def list_buses():
    """Every bus, page by page: boto3 has no paginator for this list."""
    page = events.list_event_buses()
    names = [bus["Name"] for bus in page["EventBuses"]]
    while page.get("NextToken"):
        page = events.list_event_buses(NextToken=page["NextToken"])
        names += [bus["Name"] for bus in page["EventBuses"]]
    return names


try:
    buses = list_buses()
except ClientError:
    buses = ["default"]

for bus in buses:
    try:
        pages = events.get_paginator("list_rules").paginate(EventBusName=bus)
        found[bus] = [rule["Name"] for page in pages for rule in page["Rules"]]
    except ClientError as error:
        found[bus] = error.response["Error"]["Code"]

print(json.dumps(found))
