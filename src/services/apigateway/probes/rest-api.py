"""Reads REST APIs with their integrations, stages and usage plans, and whether the functions that they call exist.

variables:
  apis: {type: list, description: "ids of the REST APIs", pattern: "^[a-z0-9]{6,12}$", default: []}
"""
import json
import re
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
apis = []
# end of variables

gateway = boto3.client("apigateway")
functions = boto3.client("lambda")


def called_by(resource):
    for method in resource.get("resourceMethods", {}).values():
        found = re.search(r":function:([\w-]+)(?::[\w$-]+)?/invocations$", method.get("methodIntegration", {}).get("uri", ""))
        if found:
            yield found.group(1)


answer = {}
for api in apis:
    told = answer[api] = {}
    with suppress(ClientError, BotoCoreError):
        called = set()
        told["resources"] = []
        for page in gateway.get_paginator("get_resources").paginate(restApiId=api, embed=["methods"]):
            for resource in page.get("items", []):
                told["resources"].append(resource.get("path"))
                called.update(called_by(resource))
        told["functions"] = {}
        for name in sorted(called):
            try:
                functions.get_function_configuration(FunctionName=name)
                told["functions"][name] = "exists"
            except ClientError as error:
                told["functions"][name] = error.response["Error"]["Code"]
    with suppress(ClientError, BotoCoreError):
        told["stages"] = [stage["stageName"] for stage in gateway.get_stages(restApiId=api).get("item", [])]
with suppress(ClientError, BotoCoreError):
    answer["usagePlans"] = [
        {"name": plan.get("name"), "throttle": plan.get("throttle"), "quota": plan.get("quota")}
        for page in gateway.get_paginator("get_usage_plans").paginate()
        for plan in page.get("items", [])
    ]
print(json.dumps(answer, default=str))
