"""Reads schedules of EventBridge Scheduler with their state, time window and target, and whether that target exists.

variables:
  names: {type: list, description: "names of the schedules", pattern: "^[0-9A-Za-z._-]{1,64}$", default: []}
  group: {type: string, description: "their schedule group", pattern: "^[0-9A-Za-z._-]{1,64}$", default: "default"}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
names = []
group = "default"
# end of variables

scheduler = boto3.client("scheduler")
functions = boto3.client("lambda")
queues = boto3.client("sqs")


def look_for(arn):
    if ":lambda:" in arn:
        functions.get_function_configuration(FunctionName=arn.split(":function:")[-1].split(":")[0])
    elif ":sqs:" in arn:
        queues.get_queue_url(QueueName=arn.split(":")[-1])


answer = {}
for name in names:
    with suppress(ClientError, BotoCoreError):
        schedule = scheduler.get_schedule(Name=name, GroupName=group)
        answer[name] = {
            member: schedule.get(member) for member in ("State", "ScheduleExpression", "StartDate", "EndDate", "Target")
        }
        arn = schedule.get("Target", {}).get("Arn", "")
        try:
            look_for(arn)
        except ClientError as error:
            answer[name]["target"] = error.response["Error"]["Code"]
print(json.dumps(answer, default=str))
