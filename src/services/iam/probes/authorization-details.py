"""Reads all users, groups and roles of the account with their policies at once, to find which of them name a resource.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

iam = boto3.client("iam")
found = {"users": [], "groups": [], "roles": [], "policies": []}
try:
    kinds = ["User", "Role", "Group", "LocalManagedPolicy"]
    for page in iam.get_paginator("get_account_authorization_details").paginate(Filter=kinds):
        found["users"] += [user["UserName"] for user in page["UserDetailList"]]
        found["groups"] += [group["GroupName"] for group in page["GroupDetailList"]]
        found["roles"] += [role["RoleName"] for role in page["RoleDetailList"]]
        found["policies"] += [policy["Arn"] for policy in page["Policies"]]
except ClientError as error:
    found["refused"] = error.response["Error"]["Code"]
print(json.dumps(found))
