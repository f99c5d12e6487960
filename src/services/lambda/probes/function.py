"""Reads functions with what starts them, what they name in their environment, their metrics and the error lines of their logs.

variables:
  function_names: {type: list, description: "names of the functions", pattern: "^[A-Za-z0-9-_]{1,64}$", default: []}
  asked_since: {type: string, description: "begin of the time in question (ISO)", default: "2026-01-01T00:00:00Z"}
  since: {type: string, description: "begin of metrics, and of logs where the time in question shows no error (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of metrics and logs (ISO)", default: "2026-01-01T03:00:00Z"}
  period: {type: integer, description: "seconds between data points", default: 300}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
function_names = []
asked_since = "2026-01-01T00:00:00Z"
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
period = 300
# end of variables

# CloudWatch Logs shows only lines with one of these words: errors, and what a function reports of time and memory.
ERRORS = (
    '?ERROR ?Error ?error ?Exception ?"Task timed out" ?"signal: killed" ?FATAL ?Traceback ?denied ?"timed out" ?ETIMEDOUT ?ECONNREFUSED'
    ' ?"too many" ?failed ?REPORT'
)
METRICS = {
    "Invocations": "Sum",
    "Errors": "Sum",
    "Throttles": "Sum",
    "Duration": "Maximum",
    "ConcurrentExecutions": "Maximum",
    "IteratorAge": "Maximum",
    "DeadLetterErrors": "Sum",
}
MOST_LINES = 400

functions = boto3.client("lambda")
cloudwatch = boto3.client("cloudwatch")
logs = boto3.client("logs")
queues = boto3.client("sqs")
topics = boto3.client("sns")


def at(moment):
    return datetime.fromisoformat(moment.replace("Z", "+00:00"))


def look_for(arn):
    if ":sqs:" in arn:
        queues.get_queue_url(QueueName=arn.split(":")[-1])
    elif ":sns:" in arn:
        topics.get_topic_attributes(TopicArn=arn)
    elif ":function:" in arn:
        functions.get_function_configuration(FunctionName=arn.split(":function:")[-1].split(":")[0])


def lines_since(group, begin):
    found = []
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group,
        startTime=int(at(begin).timestamp() * 1000),
        endTime=int(at(until).timestamp() * 1000),
        filterPattern=ERRORS,
    )
    for page in pages:
        found += [event["message"].strip() for event in page.get("events", [])]
        if len(found) >= MOST_LINES:
            break
    return found


def series(name):
    queries = [
        {
            "Id": f"m{index}",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/Lambda",
                    "MetricName": metric,
                    "Dimensions": [{"Name": "FunctionName", "Value": name}],
                },
                "Period": period,
                "Stat": stat,
            },
        }
        for index, (metric, stat) in enumerate(METRICS.items())
    ]
    sums = {}
    pages = cloudwatch.get_paginator("get_metric_data").paginate(
        MetricDataQueries=queries, StartTime=at(since), EndTime=at(until)
    )
    for page in pages:
        for result in page["MetricDataResults"]:
            sums.setdefault(result["Label"], []).extend(result["Values"][:12])
    return sums


answer = {}
for name in function_names:
    told = answer[name] = {}
    configuration = {}
    group = f"/aws/lambda/{name}"
    with suppress(ClientError, BotoCoreError):
        configuration = functions.get_function_configuration(FunctionName=name)
        group = configuration.get("LoggingConfig", {}).get("LogGroup", group)
        told["configuration"] = {
            member: configuration.get(member)
            for member in ("Handler", "Runtime", "Timeout", "MemorySize", "State", "LastUpdateStatus", "Role")
        }
    with suppress(ClientError, BotoCoreError):
        concurrency = functions.get_function_concurrency(FunctionName=name)
        told["reservedConcurrency"] = concurrency.get("ReservedConcurrentExecutions")
    with suppress(ClientError, BotoCoreError):
        told["eventSources"] = [
            {"source": mapping.get("EventSourceArn"), "state": mapping.get("State")}
            for page in functions.get_paginator("list_event_source_mappings").paginate(FunctionName=name)
            for mapping in page["EventSourceMappings"]
        ]
    with suppress(ClientError, BotoCoreError):
        told["policy"] = functions.get_policy(FunctionName=name)["Policy"]
    with suppress(ClientError, BotoCoreError):
        invoked = functions.get_function_event_invoke_config(FunctionName=name)
        told["asynchronous"] = {
            member: invoked.get(member)
            for member in ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
        }
        look_for(invoked.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination", ""))
    with suppress(ClientError, BotoCoreError):
        look_for(configuration.get("DeadLetterConfig", {}).get("TargetArn", ""))
    with suppress(ClientError, BotoCoreError):
        told["versions"] = [
            version["Version"]
            for page in functions.get_paginator("list_versions_by_function").paginate(FunctionName=name)
            for version in page["Versions"]
        ]
        told["aliases"] = {
            alias["Name"]: alias["FunctionVersion"]
            for page in functions.get_paginator("list_aliases").paginate(FunctionName=name)
            for alias in page["Aliases"]
        }
    with suppress(ClientError, BotoCoreError):
        told["url"] = functions.get_function_url_config(FunctionName=name)["AuthType"]
    with suppress(ClientError, BotoCoreError):
        told["metrics"] = series(name)
    with suppress(ClientError, BotoCoreError):
        found = lines_since(group, asked_since) or lines_since(group, since)
        told["errorLines"] = len(found)
        told["lastErrorLines"] = found[-5:]
print(json.dumps(answer, default=str))
