"""Reads everything on a bucket that decides who may use it: policy, Block Public Access, ownership, ACLs, encryption.

variables:
  bucket: {type: string, description: "name of the bucket", pattern: "^[a-z0-9.-]{3,63}$"}
  key: {type: string, description: "an object whose ACL is read as well; empty: none", default: ""}
  account: {type: string, description: "the bucket's account", pattern: "^\\d{12}$"}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
bucket = ""
key = ""
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


def bucket_names():
    return {"names": [item["Name"] for page in s3.get_paginator("list_buckets").paginate() for item in page.get("Buckets", [])]}


owned = attempt("ListBuckets", bucket_names)
report = {
    "bucket": bucket,
    "owned": bucket in owned["names"] if owned else None,
    "policy": attempt("GetBucketPolicy", lambda: s3.get_bucket_policy(Bucket=bucket)),
    "publicAccessBlock": attempt("GetPublicAccessBlock", lambda: s3.get_public_access_block(Bucket=bucket)),
    "accountPublicAccessBlock": attempt("account GetPublicAccessBlock", lambda: s3control.get_public_access_block(AccountId=account)),
    "ownership": attempt("GetBucketOwnershipControls", lambda: s3.get_bucket_ownership_controls(Bucket=bucket)),
    "acl": attempt("GetBucketAcl", lambda: s3.get_bucket_acl(Bucket=bucket)),
    "encryption": attempt("GetBucketEncryption", lambda: s3.get_bucket_encryption(Bucket=bucket)),
    "tags": attempt("GetBucketTagging", lambda: s3.get_bucket_tagging(Bucket=bucket)),
    "location": attempt("GetBucketLocation", lambda: s3.get_bucket_location(Bucket=bucket)),
}
if key:
    report["objectAcl"] = attempt("GetObjectAcl", lambda: s3.get_object_acl(Bucket=bucket, Key=key))
print(json.dumps({**report, "refused": refused}, default=str))
