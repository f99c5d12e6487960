"""Lists the hosted zones of the account and the records in each.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

route53 = boto3.client("route53")
found = {}
try:
    pages = route53.get_paginator("list_hosted_zones").paginate()
    zones = [zone for page in pages for zone in page["HostedZones"]]
except ClientError as error:
    zones = []
    found["error"] = error.response["Error"]["Code"]

for zone in zones:
    try:
        pages = route53.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone["Id"])
        records = [record for page in pages for record in page["ResourceRecordSets"]]
        found[zone["Name"]] = [f"{record['Name']} {record['Type']}" for record in records]
    except ClientError as error:
        found[zone["Name"]] = error.response["Error"]["Code"]

print(json.dumps(found))
