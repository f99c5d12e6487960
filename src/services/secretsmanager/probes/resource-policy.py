"""Reads a secret's description and its resource policy; never its value.

variables:
  secret: {type: string, description: "ARN or name of the secret", pattern: "^[\\w/+=.@:!-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
secret = ""
region = ""
# end of variables

secrets = boto3.client("secretsmanager", region_name=region)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


report = {
    "secret": attempt("DescribeSecret", lambda: secrets.describe_secret(SecretId=secret)),
    "policy": attempt("GetResourcePolicy", lambda: secrets.get_resource_policy(SecretId=secret)),
}
print(json.dumps({**report, "refused": refused}, default=str))
