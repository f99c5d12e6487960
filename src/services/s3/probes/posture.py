"""Reads of buckets who may reach them and how they are kept: access blocks, policies, ACLs, encryption, versioning, tags.

variables:
  buckets: {type: list, description: "names of the buckets; empty: all", pattern: "^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
buckets = []
# end of variables

s3 = boto3.client("s3")

names = list(buckets)
if not names:
    names = [bucket["Name"] for page in s3.get_paginator("list_buckets").paginate() for bucket in page["Buckets"]]
answer = {}
for bucket in names:
    told = answer[bucket] = {}
    with suppress(ClientError, BotoCoreError):
        told["publicAccessBlock"] = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    with suppress(ClientError, BotoCoreError):
        told["policy"] = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    with suppress(ClientError, BotoCoreError):
        told["grants"] = len(s3.get_bucket_acl(Bucket=bucket)["Grants"])
    with suppress(ClientError, BotoCoreError):
        told["ownership"] = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]
    with suppress(ClientError, BotoCoreError):
        told["encryption"] = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    with suppress(ClientError, BotoCoreError):
        told["versioning"] = s3.get_bucket_versioning(Bucket=bucket).get("Status")
    with suppress(ClientError, BotoCoreError):
        told["tags"] = {tag["Key"]: tag["Value"] for tag in s3.get_bucket_tagging(Bucket=bucket)["TagSet"]}
print(json.dumps(answer))
