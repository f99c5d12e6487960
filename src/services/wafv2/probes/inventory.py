"""Lists the regional web ACLs and IP sets.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

waf = boto3.client("wafv2")
found = {}
try:
    found["web_acls"] = [acl["Name"] for acl in waf.list_web_acls(Scope="REGIONAL").get("WebACLs", [])]
except ClientError as error:
    found["web_acls"] = error.response["Error"]["Code"]

try:
    found["ip_sets"] = [entry["Name"] for entry in waf.list_ip_sets(Scope="REGIONAL").get("IPSets", [])]
except ClientError as error:
    found["ip_sets"] = error.response["Error"]["Code"]

print(json.dumps(found))
