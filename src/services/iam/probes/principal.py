"""Reads a role or a user with everything that decides what it may do: policies, groups, boundary, tags.

variables:
  name: {type: string, description: "name of the role or user", pattern: "^[\\w+=,.@-]+$"}
  kind: {type: string, description: "role, user, or any where it is not known which", pattern: "^(role|user|any)$", default: any}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
name = ""
kind = "any"
# end of variables

iam = boto3.client("iam")
refused = []


def attempt(what, read):
    try:
        return read()
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


def managed(arn):
    policy = attempt(f"GetPolicy {arn}", lambda: iam.get_policy(PolicyArn=arn)["Policy"])
    if policy is None:
        return {"arn": arn}
    version = policy["DefaultVersionId"]
    found = attempt(f"GetPolicyVersion {arn}", lambda: iam.get_policy_version(PolicyArn=arn, VersionId=version))
    return {"arn": arn, "version": version, "document": found["PolicyVersion"]["Document"] if found else None}


def role_pages(operation, key):
    return attempt(operation, lambda: [item for page in iam.get_paginator(operation).paginate(RoleName=name) for item in page[key]]) or []


def user_pages(operation, key):
    return attempt(operation, lambda: [item for page in iam.get_paginator(operation).paginate(UserName=name) for item in page[key]]) or []


def group_pages(operation, group, key):
    pages = iam.get_paginator(operation).paginate(GroupName=group)
    return attempt(operation, lambda: [item for page in pages for item in page[key]]) or []


def bounded(entity):
    arn = entity.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    return managed(arn) if arn else None


def role_report(role):
    inline = {}
    for policy in role_pages("list_role_policies", "PolicyNames"):
        found = attempt(f"GetRolePolicy {policy}", lambda policy=policy: iam.get_role_policy(RoleName=name, PolicyName=policy))
        inline[policy] = found["PolicyDocument"] if found else None
    attached = [managed(item["PolicyArn"]) for item in role_pages("list_attached_role_policies", "AttachedPolicies")]
    tags = role_pages("list_role_tags", "Tags")
    trust = role["AssumeRolePolicyDocument"]
    return {"arn": role["Arn"], "trust": trust, "inline": inline, "attached": attached, "boundary": bounded(role), "tags": tags}


def group_report(group):
    inline = {}
    for policy in group_pages("list_group_policies", group, "PolicyNames"):
        found = attempt(f"GetGroupPolicy {policy}", lambda policy=policy: iam.get_group_policy(GroupName=group, PolicyName=policy))
        inline[policy] = found["PolicyDocument"] if found else None
    attached = [managed(item["PolicyArn"]) for item in group_pages("list_attached_group_policies", group, "AttachedPolicies")]
    return {"inline": inline, "attached": attached}


def user_report(user):
    inline = {}
    for policy in user_pages("list_user_policies", "PolicyNames"):
        found = attempt(f"GetUserPolicy {policy}", lambda policy=policy: iam.get_user_policy(UserName=name, PolicyName=policy))
        inline[policy] = found["PolicyDocument"] if found else None
    attached = [managed(item["PolicyArn"]) for item in user_pages("list_attached_user_policies", "AttachedPolicies")]
    groups = {item["GroupName"]: group_report(item["GroupName"]) for item in user_pages("list_groups_for_user", "Groups")}
    tags = user_pages("list_user_tags", "Tags")
    return {"arn": user["Arn"], "inline": inline, "attached": attached, "groups": groups, "boundary": bounded(user), "tags": tags}


report = {"name": name}
role = attempt("GetRole", lambda: iam.get_role(RoleName=name)["Role"]) if kind != "user" else None
if role:
    report["role"] = role_report(role)
user = attempt("GetUser", lambda: iam.get_user(UserName=name)["User"]) if kind != "role" else None
if user:
    report["user"] = user_report(user)
print(json.dumps({**report, "refused": refused}, default=str))
