"""Lists the certificates of the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

client = boto3.client("acm")
found = {}

try:
    key_types = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]
    pages = client.get_paginator("list_certificates").paginate(Includes={"keyTypes": key_types})
    found["certificates"] = [item["DomainName"] for page in pages for item in page.get("CertificateSummaryList", [])]
except ClientError as error:
    found["certificates"] = error.response["Error"]["Code"]

print(json.dumps(found))
