"""Finds running instances that the internet may reach on a port."""

import json

import boto3
from botocore.exceptions import ClientError

REGION = "us-east-1"
PORT = 22

ec2 = boto3.client("ec2", region_name=REGION)
elbv2 = boto3.client("elbv2", region_name=REGION)


def open_groups(port):
    """Ids of the groups that admit anybody on this port."""
    found = set()
    for page in ec2.get_paginator("describe_security_groups").paginate():
        for group in page["SecurityGroups"]:
            for rule in group["IpPermissions"]:
                anybody = any(r["CidrIp"] == "0.0.0.0/0" for r in rule.get("IpRanges", []))
                first, last = rule.get("FromPort", 0), rule.get("ToPort", 65535)
                if anybody and first <= port <= last:
                    found.add(group["GroupId"])
    return found


def running_instances():
    """Every running instance of the region."""
    states = [{"Name": "instance-state-name", "Values": ["running"]}]
    for page in ec2.get_paginator("describe_instances").paginate(Filters=states):
        for reservation in page["Reservations"]:
            yield from reservation["Instances"]


def name_of(instance):
    """The Name tag, else the id."""
    for tag in instance.get("Tags", []):
        if tag["Key"] == "Name":
            return tag["Value"]
    return instance["InstanceId"]


result = {"exposed": [], "balancers": []}
groups = open_groups(PORT)
for one in running_instances():
    carried = {group["GroupId"] for group in one["SecurityGroups"]}
    if one.get("PublicIpAddress") and carried & groups:
        result["exposed"].append(name_of(one))

try:
    for page in elbv2.get_paginator("describe_load_balancers").paginate():
        result["balancers"] += [lb["LoadBalancerName"] for lb in page["LoadBalancers"]]
except ClientError as error:
    result["balancers"] = error.response["Error"]["Code"]

print(json.dumps(result))
