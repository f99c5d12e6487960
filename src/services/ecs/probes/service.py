"""Reads ECS services or task families: definitions, latest events, stopped tasks, instances, and whether images, log groups and secrets exist.

variables:
  services: {type: list, description: "names or ARNs of services; empty: none", default: []}
  families: {type: list, description: "families or ARNs of task definitions", default: []}
  cluster: {type: string, description: "name or ARN of the cluster; empty: look in all", default: ""}
  asked_since: {type: string, description: "begin of the logs (ISO)", default: "2026-01-01T00:00:00Z"}
  until: {type: string, description: "end of the logs (ISO)", default: "2026-01-01T03:00:00Z"}
"""
import json
from contextlib import suppress
from datetime import datetime

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
services = []
families = []
cluster = ""
asked_since = "2026-01-01T00:00:00Z"
until = "2026-01-01T03:00:00Z"
# end of variables

ecs = boto3.client("ecs")
images = boto3.client("ecr")
logs = boto3.client("logs")
secrets = boto3.client("secretsmanager")

answer = {"services": {}, "taskDefinitions": {}, "stoppedTasks": []}
names = [name.split("/")[-1] for name in services]
wanted = {family.split("/")[-1].split(":")[0] for family in families}
definitions = [family for family in families if ":" in family]


def milliseconds(moment):
    return int(datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp() * 1000)


def clusters():
    if cluster:
        return [cluster]
    return [arn for page in ecs.get_paginator("list_clusters").paginate() for arn in page["clusterArns"]]


def read_tasks(place, status, family):
    arns = [
        arn
        for page in ecs.get_paginator("list_tasks").paginate(cluster=place, desiredStatus=status, family=family)
        for arn in page["taskArns"]
    ]
    for begin in range(0, min(len(arns), 100), 100):
        for task in ecs.describe_tasks(cluster=place, tasks=arns[begin : begin + 100])["tasks"]:
            if task.get("lastStatus") == "STOPPED" or task.get("stoppedReason"):
                answer["stoppedTasks"].append(
                    {"reason": task.get("stoppedReason"), "exitCodes": [one.get("exitCode") for one in task["containers"]]}
                )


def read_instances(place):
    arns = [
        arn
        for page in ecs.get_paginator("list_container_instances").paginate(cluster=place)
        for arn in page["containerInstanceArns"]
    ]
    if arns:
        ecs.describe_container_instances(cluster=place, containerInstances=arns[:100])


def read_container(container):
    image = container.get("image", "")
    if ".dkr.ecr." in image:
        repository, _, tag = image.split("/", 1)[1].partition(":")
        with suppress(ClientError, BotoCoreError):
            for _page in images.get_paginator("list_images").paginate(repositoryName=repository.split("@")[0]):
                pass
        answer.setdefault("images", []).append([repository, tag])
    options = container.get("logConfiguration", {}).get("options", {})
    if "awslogs-group" in options:
        group = options["awslogs-group"]
        with suppress(ClientError, BotoCoreError):
            for _page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=group):
                pass
        with suppress(ClientError, BotoCoreError):
            pages = logs.get_paginator("filter_log_events").paginate(
                logGroupName=group, startTime=milliseconds(asked_since), endTime=milliseconds(until)
            )
            for page in pages:
                answer.setdefault("lines", []).extend(event["message"][:200] for event in page["events"][-10:])
                if len(answer["lines"]) > 200:
                    break
    for secret in container.get("secrets", []):
        if ":secretsmanager:" in secret["valueFrom"]:
            with suppress(ClientError, BotoCoreError):
                arn = ":".join(secret["valueFrom"].split(":")[:7])
                secrets.describe_secret(SecretId=arn)


for place in clusters():
    found = []
    with suppress(ClientError, BotoCoreError):
        if names:
            found = ecs.describe_services(cluster=place, services=names)["services"]
    for service in found:
        answer["services"][service["serviceName"]] = {
            "desired": service.get("desiredCount"),
            "running": service.get("runningCount"),
            "taskDefinition": service.get("taskDefinition"),
            "events": [event["message"] for event in service.get("events", [])[:5]],
        }
        definitions.append(service["taskDefinition"])
        wanted.add(service["taskDefinition"].split("/")[-1].split(":")[0])
    for family in wanted:
        with suppress(ClientError, BotoCoreError):
            read_tasks(place, "STOPPED", family)
    with suppress(ClientError, BotoCoreError):
        read_instances(place)

for family in wanted:
    with suppress(ClientError, BotoCoreError):
        for _page in ecs.get_paginator("list_task_definitions").paginate(familyPrefix=family, status="ACTIVE", sort="DESC"):
            pass
for definition in dict.fromkeys(definitions + sorted(wanted)):
    with suppress(ClientError, BotoCoreError):
        read = ecs.describe_task_definition(taskDefinition=definition)["taskDefinition"]
        answer["taskDefinitions"][read["taskDefinitionArn"]] = [
            container.get("image") for container in read["containerDefinitions"]
        ]
        for container in read["containerDefinitions"]:
            read_container(container)
print(json.dumps(answer, default=str))
