"""Looks up who changed given resources, and when, in the last 90 days of CloudTrail.

variables:
  resource_names: {type: list, description: "ids, names or ARNs of resources", default: []}
  event_names: {type: list, description: "names of events, as StopInstances", pattern: "^[A-Za-z0-9]{1,128}$", default: []}
  since: {type: string, description: "begin (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end (ISO)", default: "2026-01-01T03:00:00Z"}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
resource_names = []
event_names = []
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
# end of variables

MOST_EVENTS = 100

cloudtrail = boto3.client("cloudtrail")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


looked_up = [("ResourceName", name) for name in resource_names] + [("EventName", name) for name in event_names]
answer = []
for key, value in looked_up:
    with suppress(ClientError, BotoCoreError):
        found = 0
        for page in cloudtrail.get_paginator("lookup_events").paginate(
            LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}], StartTime=at(since), EndTime=at(until)
        ):
            answer += [
                {
                    "at": event["EventTime"],
                    "event": event["EventName"],
                    "who": event.get("Username"),
                    "resources": [resource.get("ResourceName") for resource in event.get("Resources", [])],
                }
                for event in page["Events"]
            ]
            found += len(page["Events"])
            if found >= MOST_EVENTS:
                break
print(json.dumps(answer, default=str))
