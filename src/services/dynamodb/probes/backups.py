"""Lists the tables of the region with their point-in-time recovery.

variables: {}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

dynamodb = boto3.client("dynamodb")

answer = {}
for page in dynamodb.get_paginator("list_tables").paginate():
    for name in page["TableNames"]:
        with suppress(ClientError, BotoCoreError):
            dynamodb.describe_table(TableName=name)
        with suppress(ClientError, BotoCoreError):
            description = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
            answer[name] = description.get("PointInTimeRecoveryDescription", {}).get("PointInTimeRecoveryStatus")
print(json.dumps(answer))
