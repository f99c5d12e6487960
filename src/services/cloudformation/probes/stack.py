"""Reads stacks with events, resources and template, what their functions logged, and the live state of the common resources.

variables:
  stack_names: {type: list, description: "names or ids of stacks", default: []}
  since: {type: string, description: "begin of the logs of custom resources (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of the logs (ISO)", default: "2026-01-01T03:00:00Z"}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
stack_names = []
since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
# end of variables

cloudformation = boto3.client("cloudformation")
logs = boto3.client("logs")
ec2 = boto3.client("ec2")
queues = boto3.client("sqs")
functions = boto3.client("lambda")
s3 = boto3.client("s3")
tables = boto3.client("dynamodb")


def milliseconds(moment):
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)


def live(kind, name):
    with suppress(ClientError, BotoCoreError):
        if kind == "AWS::EC2::SecurityGroup":
            ec2.describe_security_groups(GroupIds=[name])
        if kind == "AWS::SQS::Queue":
            url = queues.get_queue_url(QueueName=name.split("/")[-1])["QueueUrl"]
            queues.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        if kind == "AWS::Lambda::Function":
            functions.get_function_configuration(FunctionName=name)
        if kind == "AWS::S3::Bucket":
            s3.get_bucket_versioning(Bucket=name)
        if kind == "AWS::DynamoDB::Table":
            tables.describe_table(TableName=name)


def logged(function):
    group = f"/aws/lambda/{function}"
    with suppress(ClientError, BotoCoreError):
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=milliseconds(since), endTime=milliseconds(until)
        )
        found = []
        for page in pages:
            found += [event["message"].strip() for event in page["events"]]
            if len(found) > 300:
                break
        return found[-10:]
    return []


answer = {}
for name in stack_names:
    told = answer[name] = {}
    with suppress(ClientError, BotoCoreError):
        stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        told["status"] = [stack["StackStatus"], stack.get("StackStatusReason")]
    with suppress(ClientError, BotoCoreError):
        told["failed"] = [
            [event["LogicalResourceId"], event["ResourceStatus"], event.get("ResourceStatusReason")]
            for page in cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
            for event in page["StackEvents"]
            if event.get("ResourceStatus", "").endswith("FAILED")
        ]
    template = {}
    with suppress(ClientError, BotoCoreError, ValueError):
        body = cloudformation.get_template(StackName=name, TemplateStage="Processed")["TemplateBody"]
        template = body if isinstance(body, dict) else json.loads(body)
    with suppress(ClientError, BotoCoreError):
        resources = cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        told["resources"] = {one["LogicalResourceId"]: one["ResourceStatus"] for one in resources}
        for one in resources:
            live(one["ResourceType"], one.get("PhysicalResourceId", ""))
    for logical, resource in template.get("Resources", {}).items():
        token = resource.get("Properties", {}).get("ServiceToken")
        if isinstance(token, str) and ":function:" in token:
            function = token.split(":function:")[1].split(":")[0]
            told.setdefault("customResources", {})[logical] = logged(function)
            live("AWS::Lambda::Function", function)
print(json.dumps(answer, default=str))
