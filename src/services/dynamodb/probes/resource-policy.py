"""Reads a table's description, resource policy and tags.

variables:
  table: {type: string, description: "name of the table", pattern: "^[\\w.-]{3,255}$"}
  arn: {type: string, description: "ARN of the table", pattern: "^arn:[^:]+:dynamodb:[^:]+:\\d{12}:table/[\\w.-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
table = ""
arn = ""
region = ""
# end of variables

dynamodb = boto3.client("dynamodb", region_name=region)
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
    pages = dynamodb.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
    return {"tags": [item for page in pages for item in page["Tags"]]}


report = {
    "table": attempt("DescribeTable", lambda: dynamodb.describe_table(TableName=table)),
    "policy": attempt("GetResourcePolicy", lambda: dynamodb.get_resource_policy(ResourceArn=arn)),
    "tags": attempt("ListTagsOfResource", tags),
}
print(json.dumps({**report, "refused": refused}, default=str))
