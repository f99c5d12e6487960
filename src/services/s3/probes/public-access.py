"""Reads what makes buckets public or keeps them from it: policies, Block Public Access, ACLs, ownership.

variables:
  buckets: {type: list, description: "names of the buckets; empty: all", pattern: "^[a-z0-9.-]{3,63}$", default: []}
  account: {type: string, description: "the account", pattern: "^\\d{12}$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
buckets = []
account = ""
# end of variables

s3 = boto3.client("s3")
s3control = boto3.client("s3control")
refused = []


def attempt(what, read):
    try:
        found = read()
        found.pop("ResponseMetadata", None)
        return found
    except ClientError as error:
        refused.append({"read": what, "error": error.response["Error"]["Code"]})
        return None


def list_buckets():
    pages = s3.get_paginator("list_buckets").paginate()
    return {"names": [item["Name"] for page in pages for item in page.get("Buckets", [])]}


listed = attempt("ListBuckets", list_buckets)
owned = listed["names"] if listed else []
report = {"account": attempt("account block", lambda: s3control.get_public_access_block(AccountId=account))}
for name in buckets or owned:
    report[name] = {
        "policy": attempt(f"GetBucketPolicy {name}", lambda name=name: s3.get_bucket_policy(Bucket=name)),
        "block": attempt(f"GetPublicAccessBlock {name}", lambda name=name: s3.get_public_access_block(Bucket=name)),
        "ownership": attempt(f"GetBucketOwnershipControls {name}", lambda name=name: s3.get_bucket_ownership_controls(Bucket=name)),
        "acl": attempt(f"GetBucketAcl {name}", lambda name=name: s3.get_bucket_acl(Bucket=name)),
    }
print(json.dumps({**report, "refused": refused}, default=str))
