"""Reads instances with their status checks, scheduled events and disks.

variables:
  instance_ids: {type: list, description: "only these instances; empty: all", pattern: "^i-[0-9a-f]+$", default: []}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
instance_ids = []
# end of variables

ec2 = boto3.client("ec2")
chosen = {"InstanceIds": instance_ids} if instance_ids else {}
report = {}

try:
    for page in ec2.get_paginator("describe_instances").paginate(**chosen):
        for reservation in page["Reservations"]:
            for instance in reservation["Instances"]:
                report[instance["InstanceId"]] = {
                    "state": instance["State"]["Name"],
                    "reason": instance.get("StateReason", {}).get("Message"),
                }
except ClientError as error:
    report["DescribeInstances"] = error.response["Error"]["Code"]

try:
    for page in ec2.get_paginator("describe_instance_status").paginate(IncludeAllInstances=True, **chosen):
        for status in page["InstanceStatuses"]:
            known = report.setdefault(status["InstanceId"], {})
            known["instance"] = status.get("InstanceStatus", {}).get("Status")
            known["system"] = status.get("SystemStatus", {}).get("Status")
            known["events"] = [event.get("Code") for event in status.get("Events", [])]
except ClientError as error:
    report["DescribeInstanceStatus"] = error.response["Error"]["Code"]

try:
    disks = {"Filters": [{"Name": "attachment.instance-id", "Values": instance_ids}]} if instance_ids else {}
    volumes = [volume for page in ec2.get_paginator("describe_volumes").paginate(**disks) for volume in page["Volumes"]]
    for volume in volumes:
        for attachment in volume.get("Attachments", []):
            known = report.setdefault(attachment["InstanceId"], {})
            known.setdefault("volumes", []).append(volume["VolumeId"])
except ClientError as error:
    report["DescribeVolumes"] = error.response["Error"]["Code"]

print(json.dumps(report))
