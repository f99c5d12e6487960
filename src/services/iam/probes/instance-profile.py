"""Reads an instance profile with its role.

variables:
  name: {type: string, description: "name of the instance profile", pattern: "^[\\w+=,.@-]+$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
name = ""
# end of variables

iam = boto3.client("iam")
try:
    profile = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    print(json.dumps({"profile": profile["InstanceProfileName"], "roles": [role["RoleName"] for role in profile["Roles"]]}))
except ClientError as error:
    print(json.dumps({"profile": name, "error": error.response["Error"]["Code"]}))
