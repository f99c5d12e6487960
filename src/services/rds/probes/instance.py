"""Reads database instances with their parameters that are not defaults, and what RDS reports of them.

variables:
  instances: {type: list, description: "identifiers of the instances; empty: all", pattern: "^[A-Za-z][A-Za-z0-9-]{0,62}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
instances = []
# end of variables

databases = boto3.client("rds")


def described():
    found = []
    for name in instances:
        with suppress(ClientError, BotoCoreError):
            found += databases.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"]
    if not instances:
        for page in databases.get_paginator("describe_db_instances").paginate():
            found += page["DBInstances"]
    return found


def parameters(group):
    return {
        parameter["ParameterName"]: parameter.get("ParameterValue")
        for page in databases.get_paginator("describe_db_parameters").paginate(DBParameterGroupName=group, Source="user")
        for parameter in page["Parameters"]
        if "ParameterValue" in parameter
    }


answer = {}
for database in described():
    name = database["DBInstanceIdentifier"]
    told = answer[name] = {
        member: database.get(member)
        for member in (
            "DBInstanceStatus",
            "DBInstanceClass",
            "Engine",
            "AllocatedStorage",
            "MaxAllocatedStorage",
            "PubliclyAccessible",
            "MultiAZ",
            "PendingModifiedValues",
        )
    }
    if instances:
        for group in database.get("DBParameterGroups", []):
            with suppress(ClientError, BotoCoreError):
                told["parameters"] = parameters(group["DBParameterGroupName"])
        with suppress(ClientError, BotoCoreError):
            told["events"] = [
                event["Message"]
                for page in databases.get_paginator("describe_events").paginate(
                    SourceIdentifier=name, SourceType="db-instance", Duration=10080
                )
                for event in page["Events"]
            ][-10:]
print(json.dumps(answer, default=str))
