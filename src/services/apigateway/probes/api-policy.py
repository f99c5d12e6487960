"""Reads a REST API with its resource policy.

variables:
  api: {type: string, description: "id of the REST API", pattern: "^[a-z0-9]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
api = ""
region = ""
# end of variables

client = boto3.client("apigateway", region_name=region)
try:
    found = client.get_rest_api(restApiId=api)
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"]}))
