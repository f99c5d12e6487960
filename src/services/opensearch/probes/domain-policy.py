"""Reads a search domain with its access policy.

variables:
  domain: {type: string, description: "name of the domain", pattern: "^[a-z][a-z0-9-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
domain = ""
region = ""
# end of variables

client = boto3.client("opensearch", region_name=region)
try:
    found = client.describe_domain(DomainName=domain)
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"]}))
