"""Lists what EC2 and VPC hold in the region, by kind.

variables:
  kinds: {type: list, description: "what to list", pattern: "^[a-z-]+$", default: [instances]}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
kinds = ["instances"]
# end of variables

ec2 = boto3.client("ec2")


def instances():
    pages = ec2.get_paginator("describe_instances").paginate()
    return [item["InstanceId"] for page in pages for group in page["Reservations"] for item in group["Instances"]]


def security_groups():
    pages = ec2.get_paginator("describe_security_groups").paginate()
    return [item["GroupId"] for page in pages for item in page["SecurityGroups"]]


def vpcs():
    return [item["VpcId"] for page in ec2.get_paginator("describe_vpcs").paginate() for item in page["Vpcs"]]


def subnets():
    return [item["SubnetId"] for page in ec2.get_paginator("describe_subnets").paginate() for item in page["Subnets"]]


def volumes():
    return [item["VolumeId"] for page in ec2.get_paginator("describe_volumes").paginate() for item in page["Volumes"]]


def snapshots():
    pages = ec2.get_paginator("describe_snapshots").paginate(OwnerIds=["self"])
    return [item["SnapshotId"] for page in pages for item in page["Snapshots"]]


def addresses():
    found = ec2.describe_addresses()["Addresses"]
    # An address of a carrier has no public one.
    return [item.get("PublicIp") or item.get("CarrierIp", "") for item in found]


def interfaces():
    pages = ec2.get_paginator("describe_network_interfaces").paginate()
    return [item["NetworkInterfaceId"] for page in pages for item in page["NetworkInterfaces"]]


def nat_gateways():
    pages = ec2.get_paginator("describe_nat_gateways").paginate()
    return [item["NatGatewayId"] for page in pages for item in page["NatGateways"]]


def route_tables():
    pages = ec2.get_paginator("describe_route_tables").paginate()
    return [item["RouteTableId"] for page in pages for item in page["RouteTables"]]


def network_acls():
    pages = ec2.get_paginator("describe_network_acls").paginate()
    return [item["NetworkAclId"] for page in pages for item in page["NetworkAcls"]]


def internet_gateways():
    pages = ec2.get_paginator("describe_internet_gateways").paginate()
    return [item["InternetGatewayId"] for page in pages for item in page["InternetGateways"]]


def endpoints():
    pages = ec2.get_paginator("describe_vpc_endpoints").paginate()
    return [item["VpcEndpointId"] for page in pages for item in page["VpcEndpoints"]]


def peerings():
    pages = ec2.get_paginator("describe_vpc_peering_connections").paginate()
    return [item["VpcPeeringConnectionId"] for page in pages for item in page["VpcPeeringConnections"]]


def transit_gateways():
    pages = ec2.get_paginator("describe_transit_gateways").paginate()
    return [item["TransitGatewayId"] for page in pages for item in page["TransitGateways"]]


def launch_templates():
    pages = ec2.get_paginator("describe_launch_templates").paginate()
    return [item["LaunchTemplateName"] for page in pages for item in page["LaunchTemplates"]]


lists = {
    "instances": instances,
    "security-groups": security_groups,
    "vpcs": vpcs,
    "subnets": subnets,
    "volumes": volumes,
    "snapshots": snapshots,
    "addresses": addresses,
    "interfaces": interfaces,
    "nat-gateways": nat_gateways,
    "route-tables": route_tables,
    "network-acls": network_acls,
    "internet-gateways": internet_gateways,
    "endpoints": endpoints,
    "peerings": peerings,
    "transit-gateways": transit_gateways,
    "launch-templates": launch_templates,
}
found = {}
for kind in kinds:
    if kind not in lists:
        found[kind] = "unknown kind"
        continue
    try:
        found[kind] = lists[kind]()
    except ClientError as error:
        found[kind] = error.response["Error"]["Code"]

print(json.dumps(found))
