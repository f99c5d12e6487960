"""Reads the organization, the account's path in it, and the service and resource control policies of every level.

variables:
  account: {type: string, description: "the account whose path is read", pattern: "^\\d{12}$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
account = ""
# end of variables

organizations = boto3.client("organizations")
refused = []


def attempt(what, read):
    try:
        return read()
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


def parent_of(child):
    pages = organizations.get_paginator("list_parents").paginate(ChildId=child)
    parents = attempt(f"ListParents {child}", lambda: [item for page in pages for item in page["Parents"]])
    return parents[0] if parents else None


def service_control(target):
    pages = organizations.get_paginator("list_policies_for_target").paginate(TargetId=target, Filter="SERVICE_CONTROL_POLICY")
    return attempt(f"service control policies of {target}", lambda: [item for page in pages for item in page["Policies"]]) or []


def resource_control(target):
    pages = organizations.get_paginator("list_policies_for_target").paginate(TargetId=target, Filter="RESOURCE_CONTROL_POLICY")
    return attempt(f"resource control policies of {target}", lambda: [item for page in pages for item in page["Policies"]]) or []


def roots():
    return [item for page in organizations.get_paginator("list_roots").paginate() for item in page["Roots"]]


organization = attempt("DescribeOrganization", lambda: organizations.describe_organization()["Organization"])
levels = []
policies = {}
if organization and organization["MasterAccountId"] != account:
    attempt("ListRoots", roots)
    target = account
    while target:
        attached = service_control(target) + resource_control(target)
        levels.insert(0, {"id": target, "policies": [item["Id"] for item in attached]})
        for item in attached:
            if item["Id"] not in policies:
                found = attempt(f"DescribePolicy {item['Id']}", lambda item=item: organizations.describe_policy(PolicyId=item["Id"]))
                policies[item["Id"]] = found["Policy"]["Content"] if found else None
        parent = None if target.startswith("r-") else parent_of(target)
        target = parent["Id"] if parent else None
elif organization:
    attempt("ListRoots", roots)
print(json.dumps({"organization": organization, "levels": levels, "policies": policies, "refused": refused}, default=str))
