"""Reads the function URLs of functions and the policies that say who may call them.

variables:
  function_names: {type: list, description: "names of functions; empty: all", pattern: "^[A-Za-z0-9-_]{1,64}$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
function_names = []
# end of variables

functions = boto3.client("lambda")
names = list(function_names)
if not names:
    pages = functions.get_paginator("list_functions").paginate()
    names = [function["FunctionName"] for page in pages for function in page["Functions"]]
answer = {}
for name in names:
    with suppress(ClientError, BotoCoreError):
        answer[name] = {"auth": functions.get_function_url_config(FunctionName=name)["AuthType"]}
        answer[name]["policy"] = functions.get_policy(FunctionName=name)["Policy"]
print(json.dumps(answer))
