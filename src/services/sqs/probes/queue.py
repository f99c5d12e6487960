"""Reads queues with their dead-letter queues, who polls them, and how they fill and empty.

variables:
  queue_names: {type: list, description: "names of the queues", pattern: "^[A-Za-z0-9_-]{1,80}([.]fifo)?$", default: []}
  since: {type: string, description: "begin of the metrics (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of the metrics (ISO)", default: "2026-01-01T03:00:00Z"}
  period: {type: integer, description: "seconds between data points", default: 300}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
queue_names = []
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
period = 300
# end of variables

METRICS = {
    "NumberOfMessagesSent": "Sum",
    "NumberOfMessagesReceived": "Sum",
    "NumberOfMessagesDeleted": "Sum",
    "ApproximateNumberOfMessagesVisible": "Maximum",
    "ApproximateAgeOfOldestMessage": "Maximum",
}

queues = boto3.client("sqs")
functions = boto3.client("lambda")
cloudwatch = boto3.client("cloudwatch")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


def attributes(name):
    url = queues.get_queue_url(QueueName=name)["QueueUrl"]
    return url, queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]


def series(name):
    queries = [
        {
            "Id": f"m{index}",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/SQS",
                    "MetricName": metric,
                    "Dimensions": [{"Name": "QueueName", "Value": name}],
                },
                "Period": period,
                "Stat": stat,
            },
        }
        for index, (metric, stat) in enumerate(METRICS.items())
    ]
    values = {}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=queries, StartTime=at(since), EndTime=at(until)
    )
    for page in pages:
        for result in page["MetricDataResults"]:
            values.setdefault(result["Label"], []).extend(result["Values"][:12])
    return values


answer = {}
for name in queue_names:
    told = answer[name] = {}
    with suppress(ClientError, BotoCoreError):
        url, own = attributes(name)
        told["attributes"] = {key: value for key, value in own.items() if key != "Policy"}
        redrive = json.loads(own.get("RedrivePolicy", "{}"))
        dead_letters = redrive.get("deadLetterTargetArn", "").split(":")[-1]
        if dead_letters:
            with suppress(ClientError, BotoCoreError):
                told["deadLetterQueue"] = attributes(dead_letters)[1].get("ApproximateNumberOfMessages")
        with suppress(ClientError, BotoCoreError):
            told["deadLetterQueueOf"] = [
                source
                for page in queues.get_paginator("list_dead_letter_source_queues").paginate(QueueUrl=url)
                for source in page.get("queueUrls", [])
            ]
            for source in told["deadLetterQueueOf"]:
                attributes(source.split("/")[-1])
        with suppress(ClientError, BotoCoreError):
            told["polledBy"] = [
                {"function": mapping["FunctionArn"], "state": mapping.get("State")}
                for page in functions.get_paginator("list_event_source_mappings").paginate(EventSourceArn=own["QueueArn"])
                for mapping in page["EventSourceMappings"]
            ]
    with suppress(ClientError, BotoCoreError):
        told["metrics"] = series(name)
print(json.dumps(answer, default=str))
