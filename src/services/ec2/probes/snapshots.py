"""Reads the account's own snapshots and images: whom they are shared with, the volumes that exist, and what images use.

variables: {}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

ec2 = boto3.client("ec2")

answer = {"snapshots": {}, "volumes": [], "images": {}}
for page in ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"]):
    for snapshot in page["Snapshots"]:
        told = answer["snapshots"][snapshot["SnapshotId"]] = {"volume": snapshot.get("VolumeId")}
        with suppress(ClientError, BotoCoreError):
            shared = ec2.describe_snapshot_attribute(SnapshotId=snapshot["SnapshotId"], Attribute="createVolumePermission")
            told["shared"] = shared.get("CreateVolumePermissions")
with suppress(ClientError, BotoCoreError):
    for page in ec2.get_paginator("describe_volumes").paginate():
        answer["volumes"] += [volume["VolumeId"] for volume in page["Volumes"]]
with suppress(ClientError, BotoCoreError):
    for page in ec2.get_paginator("describe_images").paginate(Owners=["self"]):
        answer["images"] |= {image["ImageId"]: image.get("Public") for image in page["Images"]}
print(json.dumps(answer))
