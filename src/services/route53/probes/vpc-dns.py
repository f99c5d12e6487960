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


def zones_of(vpc):
    """Every private zone of the network, page by page: boto3 has no paginator for this list."""
    wanted = {"VPCId": vpc, "VPCRegion": ec2.meta.region_name}
    page = route53.list_hosted_zones_by_vpc(**wanted)
    zones = page["HostedZoneSummaries"]
    while page.get("NextToken"):
        page = route53.list_hosted_zones_by_vpc(**wanted, NextToken=page["NextToken"])
        zones += page["HostedZoneSummaries"]
    return zones


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
        told["zones"] = [zone["Name"] for zone in zones_of(vpc)]
print(json.dumps(answer))
