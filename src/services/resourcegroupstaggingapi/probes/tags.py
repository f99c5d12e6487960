"""Reads the tags of one resource of any service.

variables:
  arn: {type: string, description: "ARN of the resource", pattern: "^arn:[^:]+:[^*]+$"}
  region: {type: string, description: "its region; empty: the default region", pattern: "^([a-z]{2}(-[a-z]+)+-\\d)?$", default: ""}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
arn = ""
region = ""
# end of variables

tagging = boto3.client("resourcegroupstaggingapi", region_name=region or None)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


def tags():
    pages = tagging.get_paginator("get_resources").paginate(ResourceARNList=[arn])
    return {"resources": [item for page in pages for item in page["ResourceTagMappingList"]]}


report = attempt("GetResources", tags) or {}
print(json.dumps({**report, "refused": refused}, default=str))
