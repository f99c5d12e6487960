"""Reads HTTP APIs with their routes, integrations and stages, and whether the functions that they call exist.

variables:
  apis: {type: list, description: "ids of the APIs", pattern: "^[a-z0-9]{6,12}$", default: []}
"""
import json
import re
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
apis = []
# end of variables

gateway = boto3.client("apigatewayv2")
functions = boto3.client("lambda")


def exists(name):
    try:
        functions.get_function_configuration(FunctionName=name)
        return "exists"
    except ClientError as error:
        return error.response["Error"]["Code"]


answer = {}
for api in apis:
    told = answer[api] = {}
    with suppress(ClientError, BotoCoreError):
        told["integrations"] = [
            item.get("IntegrationUri")
            for page in gateway.get_paginator("get_integrations").paginate(ApiId=api)
            for item in page.get("Items", [])
        ]
        called = [re.search(r":function:([\w-]+)(?::[\w$-]+)?(?:/invocations)?$", uri or "") for uri in told["integrations"]]
        told["functions"] = {found.group(1): exists(found.group(1)) for found in called if found}
    with suppress(ClientError, BotoCoreError):
        told["routes"] = {
            item.get("RouteKey"): item.get("Target")
            for page in gateway.get_paginator("get_routes").paginate(ApiId=api)
            for item in page.get("Items", [])
        }
    with suppress(ClientError, BotoCoreError):
        told["stages"] = [
            item.get("StageName")
            for page in gateway.get_paginator("get_stages").paginate(ApiId=api)
            for item in page.get("Items", [])
        ]
print(json.dumps(answer, default=str))
