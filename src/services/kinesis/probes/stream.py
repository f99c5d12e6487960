"""Reads streams with shards, mode and consumers.

variables:
  stream_names: {type: list, description: "names of the streams", pattern: "^[a-zA-Z0-9_.-]{1,128}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
stream_names = []
# end of variables

kinesis = boto3.client("kinesis")
functions = boto3.client("lambda")

answer = {}
for name in stream_names:
    told = answer[name] = {}
    with suppress(ClientError, BotoCoreError):
        summary = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        told |= {
            member: summary.get(member) for member in ("StreamStatus", "OpenShardCount", "RetentionPeriodHours", "StreamModeDetails")
        }
        told["consumers"] = [
            mapping["FunctionArn"]
            for page in functions.get_paginator("list_event_source_mappings").paginate(EventSourceArn=summary["StreamARN"])
            for mapping in page["EventSourceMappings"]
        ]
print(json.dumps(answer, default=str))
