"""Reads the DNS attributes of VPCs and the private zones that are associated with them.

variables:
  vpc_ids: {type: list, description: "ids of the VPCs", pattern: "^vpc-[0-9a-f]+$", default: []}
"""
import json
from contextlib import suppress

import boto3
from botocore.exceptions import BotoCoreError, ClientError

# variables
vpc_ids = []
# end of variables

ec2 = boto3.client("ec2")
route53 = boto3.client("route53")

answer = {}
for vpc in vpc_ids:
    told = answer[vpc] = {}
    with suppress(ClientError, BotoCoreError):
        support = ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsSupport")
        told["enableDnsSupport"] = support["EnableDnsSupport"]["Value"]
    with suppress(ClientError, BotoCoreError):
        names = ec2.describe_vpc_attribute(VpcId=vpc, Attribute="enableDnsHostnames")
        told["enableDnsHostnames"] = names["EnableDnsHostnames"]["Value"]
    with suppress(ClientError, BotoCoreError):
        region = ec2.meta.region_name
        zones = route53.list_hosted_zones_by_vpc(VPCId=vpc, VPCRegion=region)["HostedZoneSummaries"]
        told["zones"] = [zone["Name"] for zone in zones]
print(json.dumps(answer))
