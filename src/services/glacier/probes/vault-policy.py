"""Reads a vault's access policy.

variables:
  vault: {type: string, description: "name of the vault", pattern: "^[\\w.-]{1,255}$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
vault = ""
region = ""
# end of variables

client = boto3.client("glacier", region_name=region)
try:
    found = client.get_vault_access_policy(vaultName=vault)
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"]}))
