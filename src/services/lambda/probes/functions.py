"""Lists all functions of the region with what their environments name.

variables: {}
"""
import json

import boto3

# variables
# end of variables

functions = boto3.client("lambda")
found = [
    {"name": function["FunctionName"], "variables": sorted(function.get("Environment", {}).get("Variables", {}))}
    for page in functions.get_paginator("list_functions").paginate()
    for function in page["Functions"]
]
print(json.dumps({"functions": found}))
