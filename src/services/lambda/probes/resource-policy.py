"""Reads a function's resource-based policy and its tags.

variables:
  function: {type: string, description: "name of the function", pattern: "^[\\w-]{1,140}$"}
  qualifier: {type: string, description: "version or alias; empty: the function itself", pattern: "^[\\w$-]*$", default: ""}
  arn: {type: string, description: "ARN of the function, without qualifier", pattern: "^arn:[^:]+:lambda:[^:]+:\\d{12}:function:[\\w-]+$"}
  region: {type: string, description: "its region", pattern: "^[a-z]{2}(-[a-z]+)+-\\d$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
function = ""
qualifier = ""
arn = ""
region = ""
# end of variables

functions = boto3.client("lambda", region_name=region)
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


report = {"function": function, "tags": attempt("ListTags", lambda: functions.list_tags(Resource=arn))}
if qualifier:
    report["policy"] = attempt("GetPolicy", lambda: functions.get_policy(FunctionName=function, Qualifier=qualifier))
else:
    report["policy"] = attempt("GetPolicy", lambda: functions.get_policy(FunctionName=function))
print(json.dumps({**report, "refused": refused}, default=str))
