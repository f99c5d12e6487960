"""Reads the hosted zones with their name servers, the VPCs that private ones answer in, and all records.

variables: {}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

route53 = boto3.client("route53")

answer = {}
for page in route53.get_paginator("list_hosted_zones").paginate():
    for zone in page["HostedZones"]:
        told = answer[zone["Name"]] = {"id": zone["Id"], "private": zone.get("Config", {}).get("PrivateZone")}
        with suppress(ClientError, BotoCoreError):
            read = route53.get_hosted_zone(Id=zone["Id"])
            told["vpcs"] = [vpc["VPCId"] for vpc in read.get("VPCs", [])]
            told["nameServers"] = read.get("DelegationSet", {}).get("NameServers")
        with suppress(ClientError, BotoCoreError):
            told["records"] = [
                [record["Name"], record["Type"]]
                for listed in route53.get_paginator("list_resource_record_sets").paginate(HostedZoneId=zone["Id"])
                for record in listed["ResourceRecordSets"]
            ]
print(json.dumps(answer))
