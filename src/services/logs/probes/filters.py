"""Reads all metric filters, and the newest lines of the log groups that they look at.

variables:
  since: {type: string, description: "begin of the lines (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of the lines (ISO)", default: "2026-01-01T03:00:00Z"}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
# end of variables

logs = boto3.client("logs")


def milliseconds(moment):
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)


answer = {}
filters = [one for page in logs.get_paginator("describe_metric_filters").paginate() for one in page["metricFilters"]]
for one in filters:
    answer[one["filterName"]] = {"group": one["logGroupName"], "pattern": one.get("filterPattern")}
for group in sorted({one["logGroupName"] for one in filters}):
    with suppress(ClientError, BotoCoreError):
        newest = logs.filter_log_events(
            logGroupName=group, startTime=milliseconds(since), endTime=milliseconds(until), limit=300
        )
        answer.setdefault("lines", {})[group] = len(newest["events"])
print(json.dumps(answer))
