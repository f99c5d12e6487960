"""Reads the aliases and published versions of functions.

variables:
  function_names: {type: list, description: "names of the functions", pattern: "^[A-Za-z0-9_-]{1,64}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
function_names = []
# end of variables

functions = boto3.client("lambda")

answer = {}
for name in function_names:
    told = answer[name] = {}
    with suppress(ClientError, BotoCoreError):
        told["aliases"] = [
            {"name": alias["Name"], "version": alias["FunctionVersion"], "routing": alias.get("RoutingConfig")}
            for page in functions.get_paginator("list_aliases").paginate(FunctionName=name)
            for alias in page["Aliases"]
        ]
    with suppress(ClientError, BotoCoreError):
        told["versions"] = [
            {"version": version["Version"], "modified": version["LastModified"]}
            for page in functions.get_paginator("list_versions_by_function").paginate(FunctionName=name)
            for version in page["Versions"]
        ]
print(json.dumps(answer))
