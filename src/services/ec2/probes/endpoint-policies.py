"""Reads VPC endpoints with their policies.

variables:
  endpoint_ids: {type: list, description: "only these endpoints; empty: all", pattern: "^vpce-[0-9a-f]+$", default: []}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
endpoint_ids = []
# end of variables

ec2 = boto3.client("ec2")
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


def endpoints():
    paginator = ec2.get_paginator("describe_vpc_endpoints")
    pages = paginator.paginate(VpcEndpointIds=endpoint_ids) if endpoint_ids else paginator.paginate()
    return {"endpoints": [item for page in pages for item in page["VpcEndpoints"]]}


report = attempt("DescribeVpcEndpoints", endpoints) or {}
print(json.dumps({**report, "refused": refused}, default=str))
