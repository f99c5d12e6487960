"""Lists the customer-managed policies with how often each is attached.

variables: {}
"""
import json

import boto3

iam = boto3.client("iam")

found = {
    policy["PolicyName"]: policy["AttachmentCount"]
    for page in iam.get_paginator("list_policies").paginate(Scope="Local")
    for policy in page["Policies"]
}
print(json.dumps(found))
