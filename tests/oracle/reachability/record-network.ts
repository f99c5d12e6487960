import type { JsonObject } from "../../../src/core/json/json.ts";
import type { Told } from "../../../src/testing/recorded.ts";
import type { Acl, AclRule, Group, GroupRule, Network, Route, Subnet, Table } from "./network.ts";
import { addresses, card, reservation } from "./record-instances.ts";
import { transitLists, transitReads } from "./record-transit.ts";

const account = "123456789012";
const region = "us-east-1";

/** The network as the EC2 API describes it, in boto3's shape: each list read whole. */
export function recordNetwork(network: Network): readonly Told[] {
  const lists: readonly (readonly [string, string, readonly JsonObject[]])[] = [
    [
      "DescribeVpcs",
      "Vpcs",
      network.vpcs.map((one) => ({
        VpcId: one.id,
        State: "available",
        IsDefault: false,
        OwnerId: account,
        ...blocks(one.blocks),
      })),
    ],
    ["DescribeSubnets", "Subnets", network.subnets.map(subnet)],
    ["DescribeSecurityGroups", "SecurityGroups", network.groups.map(group)],
    ["DescribeNetworkAcls", "NetworkAcls", network.acls.map((one) => acl(one, network.subnets))],
    ["DescribeRouteTables", "RouteTables", network.tables.map((one) => table(one, network.subnets))],
    [
      "DescribeInternetGateways",
      "InternetGateways",
      network.internetGateways.map((one) => ({
        InternetGatewayId: one.id,
        OwnerId: account,
        Attachments: attached(one.vpc, "available"),
        Tags: [],
      })),
    ],
    [
      "DescribeEgressOnlyInternetGateways",
      "EgressOnlyInternetGateways",
      network.egressOnlyGateways.map((one) => ({
        EgressOnlyInternetGatewayId: one.id,
        Attachments: attached(one.vpc, "attached"),
        Tags: [],
      })),
    ],
    ["DescribeNatGateways", "NatGateways", nats(network)],
    [
      "DescribeVpcPeeringConnections",
      "VpcPeeringConnections",
      network.peerings.map((one) => ({
        VpcPeeringConnectionId: one.id,
        RequesterVpcInfo: side(network, one.requester),
        AccepterVpcInfo: side(network, one.accepter),
        Status: { Code: one.state, Message: one.state },
        Tags: [],
      })),
    ],
    ["DescribeVpcEndpoints", "VpcEndpoints", []],
    [
      "DescribeNetworkInterfaces",
      "NetworkInterfaces",
      [...network.instances.map(card), ...natCards(network)],
    ],
    ["DescribeAddresses", "Addresses", addresses(network.instances)],
    [
      "DescribeManagedPrefixLists",
      "PrefixLists",
      network.prefixLists.map((one) => ({
        PrefixListId: one.id,
        PrefixListName: one.id,
        AddressFamily: one.family,
        State: "create-complete",
        MaxEntries: 10,
        Version: 1,
        OwnerId: account,
        Tags: [],
      })),
    ],
    ["DescribeVpnGateways", "VpnGateways", []],
    ...transitLists(network.transit),
  ];
  return [
    {
      service: "ec2",
      operation: "DescribeInstances",
      response: { Reservations: network.instances.map(reservation) },
    },
    ...lists.map(([operation, member, items]) => ({
      service: "ec2",
      operation,
      response: { [member]: items },
    })),
    ...network.prefixLists.map((one) => ({
      service: "ec2",
      operation: "GetManagedPrefixListEntries",
      params: { PrefixListId: one.id },
      response: { Entries: one.cidrs.map((Cidr) => ({ Cidr })) },
    })),
    ...transitReads(network.transit),
    { service: "elbv2", operation: "DescribeLoadBalancers", response: { LoadBalancers: [] } },
    { service: "rds", operation: "DescribeDBInstances", response: { DBInstances: [] } },
    { service: "lambda", operation: "ListFunctions", response: { Functions: [] } },
  ];
}

function blocks(cidrs: readonly string[]): JsonObject {
  const [first = ""] = cidrs;
  const associated = { State: "associated" };
  return {
    CidrBlock: first,
    CidrBlockAssociationSet: cidrs
      .filter((one) => !one.includes(":"))
      .map((CidrBlock, index) => ({
        AssociationId: `vpc-cidr-assoc-${index}`,
        CidrBlock,
        CidrBlockState: associated,
      })),
    Ipv6CidrBlockAssociationSet: cidrs
      .filter((one) => one.includes(":"))
      .map((Ipv6CidrBlock, index) => ({
        AssociationId: `vpc-cidr-assoc-6${index}`,
        Ipv6CidrBlock,
        Ipv6CidrBlockState: associated,
      })),
  };
}

function subnet(one: Subnet): JsonObject {
  const [first = ""] = one.blocks;
  return {
    SubnetId: one.id,
    VpcId: one.vpc,
    CidrBlock: first,
    State: "available",
    OwnerId: account,
    AvailabilityZone: one.zone,
    AvailabilityZoneId: one.zone === "us-east-1a" ? "use1-az1" : "use1-az2",
    MapPublicIpOnLaunch: false,
    Ipv6CidrBlockAssociationSet: one.blocks.slice(1).map((Ipv6CidrBlock) => ({
      AssociationId: `subnet-cidr-${one.id}`,
      Ipv6CidrBlock,
      Ipv6CidrBlockState: { State: "associated" },
    })),
    Tags: [],
  };
}

function group(one: Group): JsonObject {
  return {
    GroupId: one.id,
    GroupName: one.id,
    Description: one.id,
    VpcId: one.vpc,
    OwnerId: account,
    IpPermissions: one.inbound.map(permission),
    IpPermissionsEgress: one.outbound.map(permission),
    Tags: [],
  };
}

function permission(rule: GroupRule): JsonObject {
  const cidrs = rule.peers.flatMap((peer) => (peer.kind === "cidr" ? [peer.cidr] : []));
  return {
    IpProtocol: rule.protocol,
    ...(rule.protocol !== "-1" && { FromPort: rule.from, ToPort: rule.to }),
    IpRanges: cidrs.filter((cidr) => !cidr.includes(":")).map((CidrIp) => ({ CidrIp })),
    Ipv6Ranges: cidrs.filter((cidr) => cidr.includes(":")).map((CidrIpv6) => ({ CidrIpv6 })),
    UserIdGroupPairs: rule.peers.flatMap((peer) =>
      peer.kind === "group"
        ? [
            {
              GroupId: peer.group,
              UserId: account,
              ...(peer.peering !== undefined && {
                VpcId: peer.vpc,
                VpcPeeringConnectionId: peer.peering,
                PeeringStatus: "active",
              }),
            },
          ]
        : [],
    ),
    PrefixListIds: rule.peers.flatMap((peer) => (peer.kind === "list" ? [{ PrefixListId: peer.list }] : [])),
  };
}

function acl(one: Acl, subnets: readonly Subnet[]): JsonObject {
  const served = subnets.filter((subnet) => subnet.acl === one.id);
  return {
    NetworkAclId: one.id,
    VpcId: one.vpc,
    OwnerId: account,
    IsDefault: false,
    Associations: served.map((subnet) => ({
      NetworkAclAssociationId: `aclassoc-${subnet.id}`,
      NetworkAclId: one.id,
      SubnetId: subnet.id,
    })),
    Entries: [
      ...one.rules.map(entry),
      ...[false, true].map((Egress) => ({
        CidrBlock: "0.0.0.0/0",
        Egress,
        Protocol: "-1",
        RuleAction: "deny",
        RuleNumber: 32767,
      })),
    ],
    Tags: [],
  };
}

function entry(rule: AclRule): JsonObject {
  return {
    ...(rule.cidr.includes(":") ? { Ipv6CidrBlock: rule.cidr } : { CidrBlock: rule.cidr }),
    Egress: rule.egress,
    Protocol: rule.protocol,
    RuleAction: rule.allow ? "allow" : "deny",
    RuleNumber: rule.number,
    ...((rule.protocol === "6" || rule.protocol === "17") && { PortRange: { From: rule.from, To: rule.to } }),
    ...((rule.protocol === "1" || rule.protocol === "58") && {
      IcmpTypeCode: { Type: rule.from, Code: rule.to },
    }),
  };
}

function table(one: Table, subnets: readonly Subnet[]): JsonObject {
  const served = subnets.filter((subnet) => subnet.table === one.id);
  const associated = { State: "associated" };
  return {
    RouteTableId: one.id,
    VpcId: one.vpc,
    OwnerId: account,
    Associations: [
      ...(one.main
        ? [
            {
              Main: true,
              RouteTableAssociationId: `rtbassoc-${one.id}`,
              RouteTableId: one.id,
              AssociationState: associated,
            },
          ]
        : []),
      ...served.map((subnet) => ({
        Main: false,
        RouteTableAssociationId: `rtbassoc-${subnet.id}`,
        RouteTableId: one.id,
        SubnetId: subnet.id,
        AssociationState: associated,
      })),
    ],
    PropagatingVgws: [],
    Routes: one.routes.map(route),
    Tags: [],
  };
}

function route(one: Route): JsonObject {
  const isList = one.destination.startsWith("pl-");
  const is6 = one.destination.includes(":");
  const members = {
    "internet-gateway": "GatewayId",
    local: "GatewayId",
    "egress-only": "EgressOnlyInternetGatewayId",
    nat: "NatGatewayId",
    peering: "VpcPeeringConnectionId",
    transit: "TransitGatewayId",
  } as const;
  return {
    [isList ? "DestinationPrefixListId" : is6 ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock"]:
      one.destination,
    [members[one.target]]: one.id,
    Origin: one.target === "local" ? "CreateRouteTable" : "CreateRoute",
    State: one.state,
  };
}

function attached(vpc: string | undefined, State: string): readonly JsonObject[] {
  return vpc === undefined ? [] : [{ State, VpcId: vpc }];
}

function side(network: Network, id: string): JsonObject {
  const cidrs = network.vpcs.find((one) => one.id === id)?.blocks ?? [];
  const four = cidrs.filter((one) => !one.includes(":"));
  const six = cidrs.filter((one) => one.includes(":"));
  return {
    VpcId: id,
    OwnerId: account,
    Region: region,
    CidrBlock: four[0] ?? "",
    CidrBlockSet: four.map((CidrBlock) => ({ CidrBlock })),
    Ipv6CidrBlockSet: six.map((Ipv6CidrBlock) => ({ Ipv6CidrBlock })),
  };
}

function nats(network: Network): readonly JsonObject[] {
  return network.natGateways.map((one) => ({
    NatGatewayId: one.id,
    VpcId: one.vpc,
    SubnetId: one.subnet,
    State: one.state,
    ConnectivityType: one.publicAddress === undefined ? "private" : "public",
    NatGatewayAddresses: [
      {
        NetworkInterfaceId: `eni-${one.id.slice(4)}`,
        PrivateIp: one.address,
        IsPrimary: true,
        Status: "succeeded",
        ...(one.publicAddress !== undefined && {
          PublicIp: one.publicAddress,
          AllocationId: `eipalloc-${one.id.slice(4)}`,
        }),
      },
    ],
    Tags: [],
  }));
}

function natCards(network: Network): readonly JsonObject[] {
  return network.natGateways
    .filter((one) => one.state !== "deleted" && one.state !== "failed")
    .map((one) => ({
      NetworkInterfaceId: `eni-${one.id.slice(4)}`,
      InterfaceType: "nat_gateway",
      SubnetId: one.subnet,
      VpcId: one.vpc,
      Status: "in-use",
      SourceDestCheck: false,
      Groups: [],
      PrivateIpAddress: one.address,
      PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: one.address }],
      Ipv6Addresses: [],
      RequesterManaged: true,
      TagSet: [],
    }));
}
