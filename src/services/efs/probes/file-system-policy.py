"""Reads a file system's policy.

variables:
  file_system: {type: string, description: "id of the file system", pattern: "^fs-[0-9a-f]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
file_system = ""
region = ""
# end of variables

client = boto3.client("efs", region_name=region)
try:
    found = client.describe_file_system_policy(FileSystemId=file_system)
    found.pop("ResponseMetadata", None)
    print(json.dumps(found, default=str))
except ClientError as error:
    print(json.dumps({"error": error.response["Error"]["Code"]}))
