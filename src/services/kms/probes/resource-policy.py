"""Reads a key's state, policy, grants, aliases and tags.

variables:
  key: {type: string, description: "key id, key ARN or alias (alias/…)", pattern: "^[\\w/:-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
key = ""
region = ""
# end of variables

kms = boto3.client("kms", region_name=region)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


def grants(key_id):
    return {"grants": [item for page in kms.get_paginator("list_grants").paginate(KeyId=key_id) for item in page["Grants"]]}


def aliases(key_id):
    return {"aliases": [item for page in kms.get_paginator("list_aliases").paginate(KeyId=key_id) for item in page["Aliases"]]}


def tags(key_id):
    return {"tags": [item for page in kms.get_paginator("list_resource_tags").paginate(KeyId=key_id) for item in page["Tags"]]}


described = attempt("DescribeKey", lambda: kms.describe_key(KeyId=key))
report = {"key": described}
key_id = described["KeyMetadata"]["KeyId"] if described else key.rsplit("/", 1)[-1]
if described or "alias/" not in key:
    report["policy"] = attempt("GetKeyPolicy", lambda: kms.get_key_policy(KeyId=key_id, PolicyName="default"))
    report["grants"] = attempt("ListGrants", lambda: grants(key_id))
    report["aliases"] = attempt("ListAliases", lambda: aliases(key_id))
    report["tags"] = attempt("ListResourceTags", lambda: tags(key_id))
print(json.dumps({**report, "refused": refused}, default=str))
