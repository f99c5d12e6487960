"""Reads load balancers with their listeners, rules, target groups and the health of their targets.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
# end of variables

elbv2 = boto3.client("elbv2")
classic = boto3.client("elb")
report = {"refused": []}


def listed(client, operation, key, **arguments):
    """Every item of a list; a refusal is noted and the other lists go on."""
    try:
        if client.can_paginate(operation):
            pages = client.get_paginator(operation).paginate(**arguments)
            return [item for page in pages for item in page.get(key, [])]
        return getattr(client, operation)(**arguments).get(key, [])
    except ClientError as error:
        report["refused"].append({operation: error.response["Error"]["Code"]})
        return []


for balancer in listed(elbv2, "describe_load_balancers", "LoadBalancers"):
    arn = balancer["LoadBalancerArn"]
    listed(elbv2, "describe_load_balancer_attributes", "Attributes", LoadBalancerArn=arn)
    listeners = listed(elbv2, "describe_listeners", "Listeners", LoadBalancerArn=arn)
    for listener in listeners:
        listed(elbv2, "describe_rules", "Rules", ListenerArn=listener["ListenerArn"])
    report[balancer["LoadBalancerName"]] = [listener.get("Port") for listener in listeners]

for group in listed(elbv2, "describe_target_groups", "TargetGroups"):
    arn = group["TargetGroupArn"]
    listed(elbv2, "describe_target_group_attributes", "Attributes", TargetGroupArn=arn)
    targets = listed(elbv2, "describe_target_health", "TargetHealthDescriptions", TargetGroupArn=arn)
    report[group["TargetGroupName"]] = [
        {"target": target["Target"]["Id"], "state": target.get("TargetHealth", {}).get("State")} for target in targets
    ]

for balancer in listed(classic, "describe_load_balancers", "LoadBalancerDescriptions"):
    name = balancer["LoadBalancerName"]
    states = listed(classic, "describe_instance_health", "InstanceStates", LoadBalancerName=name)
    report[name] = [{"target": state["InstanceId"], "state": state["State"]} for state in states]

print(json.dumps(report))
