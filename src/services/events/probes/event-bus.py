"""Reads an event bus with its policy.

variables:
  bus: {type: string, description: "name of the event bus", pattern: "^[/.\\w-]{1,256}$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
bus = ""
region = ""
# end of variables

client = boto3.client("events", region_name=region)
try:
    found = client.describe_event_bus(Name=bus)
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"]}))
