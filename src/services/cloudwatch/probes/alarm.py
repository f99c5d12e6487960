"""Reads alarms with the metric they watch, their history, and whom they notify.

variables:
  alarm_names: {type: list, description: "names of the alarms; empty: all (without metric and history)", default: []}
  since: {type: string, description: "begin of metric and history (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end (ISO)", default: "2026-01-01T03:00:00Z"}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
alarm_names = []
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
# end of variables

cloudwatch = boto3.client("cloudwatch")
topics = boto3.client("sns")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


def values_of(alarm):
    metric = {
        "Namespace": alarm["Namespace"],
        "MetricName": alarm["MetricName"],
        "Dimensions": alarm.get("Dimensions", []),
    }
    span = (at(until) - at(since)).total_seconds()
    period = max(alarm.get("Period", 300), 300 if span > 43200 else 60)
    found = []
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=[
            {"Id": "m0", "MetricStat": {"Metric": metric, "Period": period, "Stat": alarm["Statistic"]}}
        ],
        StartTime=at(since),
        EndTime=at(until),
    )
    for page in pages:
        for result in page["MetricDataResults"]:
            found += result["Values"]
    # Alarms are often made for a metric or dimensions that nobody reports: what is reported under that name tells.
    reported = [
        other["Dimensions"]
        for page in cloudwatch.get_paginator("list_metrics").paginate(
            Namespace=alarm["Namespace"], MetricName=alarm["MetricName"]
        )
        for other in page["Metrics"]
    ]
    return {"newest": found[:12], "reportedDimensions": reported[:20]}


alarms = []
if alarm_names:
    for page in cloudwatch.get_paginator("describe_alarms").paginate(AlarmNames=alarm_names):
        alarms += page["MetricAlarms"] + page["CompositeAlarms"]
else:
    for page in cloudwatch.get_paginator("describe_alarms").paginate():
        alarms += page["MetricAlarms"] + page["CompositeAlarms"]

answer = {}
for alarm in alarms:
    name = alarm["AlarmName"]
    told = answer[name] = {
        member: alarm.get(member)
        for member in ("StateValue", "StateReason", "ActionsEnabled", "AlarmActions", "Threshold", "EvaluationPeriods")
    }
    if not alarm_names:
        continue
    if "Statistic" in alarm and "MetricName" in alarm:
        with suppress(ClientError, BotoCoreError):
            told["metric"] = values_of(alarm)
    with suppress(ClientError, BotoCoreError):
        told["history"] = [
            item["HistorySummary"]
            for page in cloudwatch.get_paginator("describe_alarm_history").paginate(
                AlarmName=name, HistoryItemType="StateUpdate", StartDate=at(since), EndDate=at(until)
            )
            for item in page["AlarmHistoryItems"]
        ][:20]
    for action in alarm.get("AlarmActions", []):
        if ":sns:" in action:
            with suppress(ClientError, BotoCoreError):
                told.setdefault("subscriptions", []).extend(
                    subscription["Endpoint"]
                    for page in topics.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=action)
                    for subscription in page["Subscriptions"]
                )
print(json.dumps(answer, default=str))
