"""Reads everything that decides whether packets get through in the region.

variables: {}
"""
import json

import boto3
from botocore.exceptions import ClientError

# variables
# end of variables

ec2 = boto3.client("ec2")
found = {}


def listed(operation, key, **arguments):
    """Every item of a list; a refusal is noted and the other lists go on."""
    try:
        if ec2.can_paginate(operation):
            items = [item for page in ec2.get_paginator(operation).paginate(**arguments) for item in page.get(key, [])]
        else:
            items = getattr(ec2, operation)(**arguments).get(key, [])
    except ClientError as error:
        found[key] = error.response["Error"]["Code"]
        return []
    found[key] = len(items)
    return items


listed("describe_vpcs", "Vpcs")
listed("describe_subnets", "Subnets")
listed("describe_security_groups", "SecurityGroups")
listed("describe_network_acls", "NetworkAcls")
listed("describe_route_tables", "RouteTables")
listed("describe_internet_gateways", "InternetGateways")
listed("describe_egress_only_internet_gateways", "EgressOnlyInternetGateways")
listed("describe_nat_gateways", "NatGateways")
listed("describe_vpc_peering_connections", "VpcPeeringConnections")
listed("describe_vpc_endpoints", "VpcEndpoints")
listed("describe_network_interfaces", "NetworkInterfaces")
listed("describe_instances", "Reservations")
listed("describe_addresses", "Addresses")
listed("describe_vpn_gateways", "VpnGateways")

for prefix_list in listed("describe_managed_prefix_lists", "PrefixLists"):
    listed("get_managed_prefix_list_entries", "Entries", PrefixListId=prefix_list["PrefixListId"])

if listed("describe_transit_gateways", "TransitGateways"):
    listed("describe_transit_gateway_vpc_attachments", "TransitGatewayVpcAttachments")
    listed("describe_transit_gateway_attachments", "TransitGatewayAttachments")
    for table in listed("describe_transit_gateway_route_tables", "TransitGatewayRouteTables"):
        listed(
            "search_transit_gateway_routes",
            "Routes",
            TransitGatewayRouteTableId=table["TransitGatewayRouteTableId"],
            Filters=[{"Name": "state", "Values": ["active", "blackhole"]}],
        )

print(json.dumps(found))
