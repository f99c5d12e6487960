"""Lists the file systems of the region with their mount targets.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("efs")
found = {"mount_targets": {}}

try:
    pages = client.get_paginator("describe_file_systems").paginate()
    found["file_systems"] = [item["FileSystemId"] for page in pages for item in page.get("FileSystems", [])]
except ClientError as error:
    found["file_systems"] = error.response["Error"]["Code"]

for system in found["file_systems"] if isinstance(found["file_systems"], list) else []:
    try:
        pages = client.get_paginator("describe_mount_targets").paginate(FileSystemId=system)
        targets = [item["MountTargetId"] for page in pages for item in page.get("MountTargets", [])]
        for target in targets:
            client.describe_mount_target_security_groups(MountTargetId=target)
        found["mount_targets"][system] = targets
    except ClientError as error:
        found["mount_targets"][system] = error.response["Error"]["Code"]

print(json.dumps(found))
