"""Reads EventBridge rules with their targets, whether those may be invoked, and the rules that invoke given functions.

variables:
  rule_names: {type: list, description: "names of rules; empty: all rules of the bus", pattern: "^[.A-Za-z0-9_-]{1,64}$", default: []}
  target_arns: {type: list, description: "find the rules that have these targets", pattern: "^arn:", default: []}
  event_bus: {type: string, description: "name of the event bus", pattern: "^[/.A-Za-z0-9_-]{1,256}$", default: "default"}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
rule_names = []
target_arns = []
event_bus = "default"
# end of variables

events = boto3.client("events")
functions = boto3.client("lambda")
queues = boto3.client("sqs")
topics = boto3.client("sns")


def look_for(arn):
    if ":function:" in arn:
        functions.get_function_configuration(FunctionName=arn.split(":function:")[-1].split(":")[0])
    elif ":sqs:" in arn:
        queues.get_queue_url(QueueName=arn.split(":")[-1])
    elif ":sns:" in arn:
        topics.get_topic_attributes(TopicArn=arn)



names = list(rule_names)
for arn in target_arns:
    with suppress(ClientError, BotoCoreError):
        for page in events.get_paginator("list_rule_names_by_target").paginate(TargetArn=arn, EventBusName=event_bus):
            names += page["RuleNames"]
if not rule_names and not target_arns:
    for page in events.get_paginator("list_rules").paginate(EventBusName=event_bus):
        names += [rule["Name"] for rule in page["Rules"]]

answer = {}
for name in dict.fromkeys(names):
    with suppress(ClientError, BotoCoreError):
        rule = events.describe_rule(Name=name, EventBusName=event_bus)
        told = answer[name] = {
            member: rule.get(member) for member in ("State", "ScheduleExpression", "EventPattern", "ManagedBy")
        }
        told["targets"] = []
        for page in events.get_paginator("list_targets_by_rule").paginate(Rule=name, EventBusName=event_bus):
            told["targets"] += [target["Arn"] for target in page["Targets"]]
        for target in told["targets"]:
            if ":lambda:" in target:
                with suppress(ClientError, BotoCoreError):
                    functions.get_policy(FunctionName=target)
            with suppress(ClientError, BotoCoreError):
                look_for(target)
print(json.dumps(answer))
