"""Reads tables with capacity, their autoscaling, backups and streams.

variables:
  table_names: {type: list, description: "names of the tables", pattern: "^[a-zA-Z0-9_.-]{3,255}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
table_names = []
# end of variables

tables = boto3.client("dynamodb")
scaling = boto3.client("application-autoscaling")

answer = {}
for name in table_names:
    told = answer[name] = {}
    with suppress(ClientError, BotoCoreError):
        table = tables.describe_table(TableName=name)["Table"]
        told["status"] = table["TableStatus"]
        told["billing"] = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
        told["throughput"] = table.get("ProvisionedThroughput")
    with suppress(ClientError, BotoCoreError):
        told["scaling"] = [
            {"dimension": target["ScalableDimension"], "min": target["MinCapacity"], "max": target["MaxCapacity"]}
            for page in scaling.get_paginator("describe_scalable_targets").paginate(
                ServiceNamespace="dynamodb", ResourceIds=[f"table/{name}"]
            )
            for target in page["ScalableTargets"]
        ]
    with suppress(ClientError, BotoCoreError):
        told["policies"] = [
            policy["PolicyName"]
            for page in scaling.get_paginator("describe_scaling_policies").paginate(
                ServiceNamespace="dynamodb", ResourceId=f"table/{name}"
            )
            for policy in page["ScalingPolicies"]
        ]
    with suppress(ClientError, BotoCoreError):
        backups = tables.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        told["pointInTimeRecovery"] = backups.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
    with suppress(ClientError, BotoCoreError):
        told["timeToLive"] = tables.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
print(json.dumps(answer, default=str))
