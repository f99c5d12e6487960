"""Reads what happens to objects of buckets: versions, lifecycle, replication, notifications, website, logging; and versions of given objects.

variables:
  buckets: {type: list, description: "names of the buckets", pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", default: []}
  keys: {type: list, description: "keys or prefixes whose versions are listed; empty: the first versions of the bucket", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
buckets = []
keys = []
# end of variables

s3 = boto3.client("s3")


def replication_targets(configuration):
    rules = configuration.get("ReplicationConfiguration", {}).get("Rules", [])
    return {rule["Destination"]["Bucket"].split(":")[-1] for rule in rules}


with suppress(ClientError, BotoCoreError):
    for _ in s3.get_paginator("list_buckets").paginate():
        pass  # every bucket becomes known, also those that rules of others name

answer = {}
for bucket in buckets:
    told = answer[bucket] = {}
    with suppress(ClientError, BotoCoreError):
        told["versioning"] = s3.get_bucket_versioning(Bucket=bucket).get("Status", "never enabled")
    with suppress(ClientError, BotoCoreError):
        told["lifecycle"] = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    with suppress(ClientError, BotoCoreError):
        configuration = s3.get_bucket_replication(Bucket=bucket)
        told["replication"] = configuration["ReplicationConfiguration"]
        for target in replication_targets(configuration):
            with suppress(ClientError, BotoCoreError):
                s3.get_bucket_versioning(Bucket=target)
    with suppress(ClientError, BotoCoreError):
        notification = s3.get_bucket_notification_configuration(Bucket=bucket)
        told["notifications"] = {name: value for name, value in notification.items() if name != "ResponseMetadata"}
    with suppress(ClientError, BotoCoreError):
        told["objectLock"] = s3.get_object_lock_configuration(Bucket=bucket)["ObjectLockConfiguration"]
    with suppress(ClientError, BotoCoreError):
        told["website"] = s3.get_bucket_website(Bucket=bucket).get("IndexDocument")
    with suppress(ClientError, BotoCoreError):
        told["logging"] = s3.get_bucket_logging(Bucket=bucket).get("LoggingEnabled")
    with suppress(ClientError, BotoCoreError):
        told["ownership"] = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]
    for key in keys or [""]:
        with suppress(ClientError, BotoCoreError):
            page = s3.list_object_versions(Bucket=bucket, Prefix=key, MaxKeys=100)
            told.setdefault("deleteMarkers", []).extend(
                marker["Key"] for marker in page.get("DeleteMarkers", []) if marker["IsLatest"]
            )
            told["versions"] = told.get("versions", 0) + len(page.get("Versions", []))
print(json.dumps(answer, default=str))
