"""Reads log groups with retention, filters, and how much is written to them day by day.

variables:
  log_groups: {type: list, description: "names of the log groups; empty: all (without filters)", pattern: "^[.A-Za-z0-9_/#-]{1,512}$", default: []}
  since: {type: string, description: "begin of the daily volume (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of the daily volume (ISO)", default: "2026-01-15T00:00:00Z"}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
log_groups = []
since = "2026-01-01T00:00:00Z"
until = "2026-01-15T00:00:00Z"
# end of variables

logs = boto3.client("logs")
cloudwatch = boto3.client("cloudwatch")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


def groups():
    found = {}
    paginator = logs.get_paginator("describe_log_groups")
    if not log_groups:
        for page in paginator.paginate():
            found |= {group["logGroupName"]: group for group in page["logGroups"]}
    for name in log_groups:
        with suppress(ClientError, BotoCoreError):
            for page in paginator.paginate(logGroupNamePrefix=name):
                found |= {group["logGroupName"]: group for group in page["logGroups"] if group["logGroupName"] == name}
    return found


def volumes(names):
    queries = [
        {
            "Id": f"m{index}",
            "Label": name,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/Logs",
                    "MetricName": "IncomingBytes",
                    "Dimensions": [{"Name": "LogGroupName", "Value": name}],
                },
                "Period": 86400,
                "Stat": "Sum",
            },
        }
        for index, name in enumerate(names)
    ]
    found = {}
    for page in cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=queries, StartTime=at(since), EndTime=at(until)
    ):
        for result in page["MetricDataResults"]:
            found.setdefault(names[int(result["Id"][1:])], []).extend(result["Values"])
    return found


answer = {}
known = groups()
for name, group in known.items():
    told = answer[name] = {"retentionInDays": group.get("retentionInDays"), "storedBytes": group.get("storedBytes")}
    if log_groups:
        with suppress(ClientError, BotoCoreError):
            told["metricFilters"] = [
                entry["filterPattern"]
                for page in logs.get_paginator("describe_metric_filters").paginate(logGroupName=name)
                for entry in page["metricFilters"]
            ]
with suppress(ClientError, BotoCoreError):
    for begin in range(0, len(known), 400):
        for name, values in volumes(list(known)[begin : begin + 400]).items():
            answer[name]["bytesByDay"] = values
print(json.dumps(answer))
