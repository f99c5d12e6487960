"""Reads trails with whether they record, what they record and where to.

variables:
  trail_names: {type: list, description: "names or ARNs of trails; empty: all", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
trail_names = []
# end of variables

cloudtrail = boto3.client("cloudtrail")

answer = {}
for trail in cloudtrail.describe_trails(includeShadowTrails=True)["trailList"]:
    if trail_names and trail["Name"] not in trail_names and trail["TrailARN"] not in trail_names:
        continue
    told = answer[trail["Name"]] = {
        member: trail.get(member) for member in ("S3BucketName", "IsMultiRegionTrail", "LogFileValidationEnabled", "HomeRegion")
    }
    with suppress(ClientError, BotoCoreError):
        status = cloudtrail.get_trail_status(Name=trail["TrailARN"])
        told["status"] = {
            member: status.get(member) for member in ("IsLogging", "LatestDeliveryError", "LatestDeliveryTime", "StopLoggingTime")
        }
    with suppress(ClientError, BotoCoreError):
        selectors = cloudtrail.get_event_selectors(TrailName=trail["TrailARN"])
        told["selectors"] = selectors.get("EventSelectors") or selectors.get("AdvancedEventSelectors")
print(json.dumps(answer, default=str))
