"""Reads state machines with their definition and how their latest executions failed, state by state.

variables:
  names: {type: list, description: "names or ARNs of state machines; empty: all", default: []}
  executions: {type: integer, description: "failed executions to read of each", default: 3}
"""
import json
import re
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
names = []
executions = 3
# end of variables

machines = boto3.client("stepfunctions")
functions = boto3.client("lambda")

wanted = [
    machine
    for page in machines.get_paginator("list_state_machines").paginate()
    for machine in page["stateMachines"]
    if not names or machine["name"] in names or machine["stateMachineArn"] in names
]
answer = {}
for machine in wanted:
    arn = machine["stateMachineArn"]
    told = answer[machine["name"]] = {"failed": []}
    with suppress(ClientError, BotoCoreError):
        definition = machines.describe_state_machine(stateMachineArn=arn)["definition"]
        for function in sorted(set(re.findall(r"arn:aws[\w-]*:lambda:[^\"]*?:function:([\w-]+)", definition))):
            with suppress(ClientError, BotoCoreError):
                functions.get_function_configuration(FunctionName=function)
    for status in ("FAILED", "TIMED_OUT", "ABORTED"):
        with suppress(ClientError, BotoCoreError):
            page = machines.list_executions(stateMachineArn=arn, statusFilter=status, maxResults=executions)
            for execution in page["executions"][:executions]:
                shown = machines.describe_execution(executionArn=execution["executionArn"])
                history = machines.get_execution_history(
                    executionArn=execution["executionArn"], reverseOrder=True, maxResults=100
                )
                told["failed"].append(
                    {
                        "name": execution["name"],
                        "status": status,
                        "error": shown.get("error"),
                        "cause": shown.get("cause"),
                        "input": shown.get("input", "")[:300],
                        "states": [
                            event["stateEnteredEventDetails"]["name"]
                            for event in history["events"]
                            if "stateEnteredEventDetails" in event
                        ][::-1],
                    }
                )
print(json.dumps(answer, default=str))
