import type { Facts } from "../../core/facts.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { factsOf } from "../../facts/fact-base.ts";
import type { FactReader } from "../../facts/reader.ts";
import { listReader, text } from "../../facts/reader.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";

type Mutable = { [member: string]: Json };

/** Lists as the API gives them; a test changes its own copy. */
export interface Network {
  [operation: string]: Mutable[];
}

const lists: Readonly<
  Record<string, readonly [service: string, list: string, type: string, member: string, name?: string]>
> = {
  DescribeVpcs: ["ec2", "Vpcs", "AWS::EC2::VPC", "VpcId"],
  DescribeSubnets: ["ec2", "Subnets", "AWS::EC2::Subnet", "SubnetId"],
  DescribeSecurityGroups: ["ec2", "SecurityGroups", "AWS::EC2::SecurityGroup", "GroupId"],
  DescribeNetworkAcls: ["ec2", "NetworkAcls", "AWS::EC2::NetworkAcl", "NetworkAclId"],
  DescribeRouteTables: ["ec2", "RouteTables", "AWS::EC2::RouteTable", "RouteTableId"],
  DescribeInternetGateways: ["ec2", "InternetGateways", "AWS::EC2::InternetGateway", "InternetGatewayId"],
  DescribeEgressOnlyInternetGateways: [
    "ec2",
    "EgressOnlyInternetGateways",
    "AWS::EC2::EgressOnlyInternetGateway",
    "EgressOnlyInternetGatewayId",
  ],
  DescribeNatGateways: ["ec2", "NatGateways", "AWS::EC2::NatGateway", "NatGatewayId"],
  DescribeVpcPeeringConnections: [
    "ec2",
    "VpcPeeringConnections",
    "AWS::EC2::VPCPeeringConnection",
    "VpcPeeringConnectionId",
  ],
  DescribeVpcEndpoints: ["ec2", "VpcEndpoints", "AWS::EC2::VPCEndpoint", "VpcEndpointId"],
  DescribeNetworkInterfaces: ["ec2", "NetworkInterfaces", "AWS::EC2::NetworkInterface", "NetworkInterfaceId"],
  DescribeInstances: ["ec2", "Reservations", "AWS::EC2::Instance", "InstanceId"],
  DescribeAddresses: ["ec2", "Addresses", "AWS::EC2::EIP", "AllocationId"],
  DescribeVpnGateways: ["ec2", "VpnGateways", "AWS::EC2::VPNGateway", "VpnGatewayId"],
  DescribeManagedPrefixLists: [
    "ec2",
    "PrefixLists",
    "AWS::EC2::PrefixList",
    "PrefixListId",
    "PrefixListName",
  ],
  DescribeTransitGateways: ["ec2", "TransitGateways", "AWS::EC2::TransitGateway", "TransitGatewayId"],
  DescribeTransitGatewayVpcAttachments: [
    "ec2",
    "TransitGatewayVpcAttachments",
    "AWS::EC2::TransitGatewayVpcAttachment",
    "TransitGatewayAttachmentId",
  ],
  DescribeTransitGatewayAttachments: [
    "ec2",
    "TransitGatewayAttachments",
    "AWS::EC2::TransitGatewayAttachment",
    "TransitGatewayAttachmentId",
  ],
  DescribeTransitGatewayRouteTables: [
    "ec2",
    "TransitGatewayRouteTables",
    "AWS::EC2::TransitGatewayRouteTable",
    "TransitGatewayRouteTableId",
  ],
  DescribeDBInstances: ["rds", "DBInstances", "AWS::RDS::DBInstance", "DBInstanceIdentifier"],
  ListFunctions: ["lambda", "Functions", "AWS::Lambda::Function", "FunctionName"],
  DescribeLoadBalancers: [
    "elbv2",
    "LoadBalancers",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "LoadBalancerArn",
    "LoadBalancerName",
  ],
  DescribeTargetGroups: [
    "elbv2",
    "TargetGroups",
    "AWS::ElasticLoadBalancingV2::TargetGroup",
    "TargetGroupArn",
    "TargetGroupName",
  ],
};

const readers: readonly FactReader[] = [
  ...Object.entries(lists).map(([operation, [service, list, type, member, name]]) =>
    listReader(
      service,
      operation,
      operation === "DescribeInstances" ? "Reservations/*/Instances/*" : `${list}/*`,
      (item) => ({ type, id: text(item, member), ...(name !== undefined && { name: text(item, name) }) }),
    ),
  ),
  aspect("ec2", "GetManagedPrefixListEntries", "PrefixListId", "AWS::EC2::PrefixListEntries"),
  aspect("elbv2", "DescribeTargetHealth", "TargetGroupArn", "AWS::ElasticLoadBalancingV2::TargetHealth"),
  listReader("elbv2", "DescribeListeners", "Listeners/*", (item) => ({
    type: "AWS::ElasticLoadBalancingV2::Listener",
    id: text(item, "ListenerArn"),
  })),
  listReader("ec2", "SearchTransitGatewayRoutes", "Routes/*", (item, { params }) => ({
    type: "AWS::EC2::TransitGatewayRoute",
    id: `${text(params, "TransitGatewayRouteTableId")} ${text(item, "DestinationCidrBlock")}`,
  })),
];

function aspect(service: string, operation: string, parameter: string, type: string): FactReader {
  return {
    service,
    operation,
    read: ({ params, response }) => [{ type, id: text(params, parameter), pointer: "", data: response }],
  };
}

export interface Telling {
  readonly change?: (network: Network) => void;
  /** Operations that were refused. */
  readonly refused?: readonly string[];
  /** Reads about one thing, each with its parameters. */
  readonly more?: readonly Told[];
}

/** The facts of two peered VPCs with the usual parts, as changed. Every list is complete unless refused. */
export function networkFacts({ change, refused = [], more = [] }: Telling = {}): Facts {
  const network = usual();
  change?.(network);
  const calls = Object.entries(lists).map(([operation, [service, list]]): Told => {
    if (refused.includes(operation))
      return { service, operation, error: { code: "UnauthorizedOperation", message: "not allowed" } };
    const items: Json = network[operation] ?? [];
    return {
      service,
      operation,
      response: { [list]: operation === "DescribeInstances" ? [{ Instances: items }] : items },
    };
  });
  return factsOf(recorded([...calls, ...more]), readers, "123456789012");
}

/** One item of a list, to be changed. */
export function item(network: Network, operation: string, id: string): Mutable {
  const found = network[operation]?.find((one) => Object.values(one).includes(id));
  if (!found) throw new Error(`${operation} has no ${id}`);
  return found;
}

/** Sets the rules of a group. */
export function allow(
  network: Network,
  group: string,
  list: "IpPermissions" | "IpPermissionsEgress",
  ...rules: readonly JsonObject[]
): void {
  item(network, "DescribeSecurityGroups", group)[list] = [...rules];
}

export function rule(protocol: string, from: number, to: number, peer: string): JsonObject {
  const peers: JsonObject = peer.startsWith("sg-")
    ? { UserIdGroupPairs: [{ GroupId: peer }] }
    : peer.startsWith("pl-")
      ? { PrefixListIds: [{ PrefixListId: peer }] }
      : peer.includes(":")
        ? { Ipv6Ranges: [{ CidrIpv6: peer }] }
        : { IpRanges: [{ CidrIp: peer }] };
  return { IpProtocol: protocol, ...(protocol !== "-1" && { FromPort: from, ToPort: to }), ...peers };
}

export function entry(
  number: number,
  egress: boolean,
  action: string,
  protocol: string,
  cidr: string,
  ports?: readonly [number, number],
): JsonObject {
  return {
    RuleNumber: number,
    Egress: egress,
    RuleAction: action,
    Protocol: protocol,
    ...(cidr.includes(":") ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(ports && { PortRange: { From: ports[0], To: ports[1] } }),
  };
}

/** Gives a subnet an ACL of its own, `acl-own`. */
export function ownAcl(network: Network, subnet: string, ...entries: readonly JsonObject[]): void {
  const acl = item(
    network,
    "DescribeNetworkAcls",
    `acl-${subnet.includes("b") && subnet.startsWith("subnet-b") ? "b" : "a"}`,
  );
  acl["Associations"] = (acl["Associations"] as JsonObject[]).filter((one) => one["SubnetId"] !== subnet);
  network["DescribeNetworkAcls"]?.push({
    NetworkAclId: "acl-own",
    VpcId: "vpc-a",
    Associations: [{ SubnetId: subnet }],
    Entries: [...entries],
  });
}

export function addRoute(network: Network, table: string, route: JsonObject): void {
  const found = item(network, "DescribeRouteTables", table);
  found["Routes"] = [...(found["Routes"] as JsonObject[]), route];
}

export const everything = [
  entry(100, false, "allow", "-1", "0.0.0.0/0"),
  entry(100, true, "allow", "-1", "0.0.0.0/0"),
];

function subnet(id: string, vpc: string, cidr: string, zone: string): Mutable {
  return { SubnetId: id, VpcId: vpc, CidrBlock: cidr, AvailabilityZone: zone };
}

function machine(
  id: string,
  subnetId: string,
  vpc: string,
  address: string,
  group: string,
  publicIp?: string,
): Mutable {
  const card: JsonObject = {
    NetworkInterfaceId: `eni-${id}`,
    SubnetId: subnetId,
    VpcId: vpc,
    PrivateIpAddress: address,
    Groups: [{ GroupId: group }],
    Attachment: { DeviceIndex: 0 },
    ...(publicIp !== undefined && { Association: { PublicIp: publicIp } }),
  };
  return {
    InstanceId: id,
    State: { Name: "running" },
    SubnetId: subnetId,
    VpcId: vpc,
    PrivateIpAddress: address,
    NetworkInterfaces: [card],
    SecurityGroups: [{ GroupId: group }],
    ...(publicIp !== undefined && { PublicIpAddress: publicIp }),
  };
}

function group(id: string, vpc: string): Mutable {
  return {
    GroupId: id,
    GroupName: id,
    VpcId: vpc,
    IpPermissions: [],
    IpPermissionsEgress: [rule("-1", 0, 0, "0.0.0.0/0")],
  };
}

function acl(id: string, vpc: string, subnets: readonly string[]): Mutable {
  return {
    NetworkAclId: id,
    VpcId: vpc,
    Associations: subnets.map((one) => ({ SubnetId: one })),
    Entries: [...everything],
  };
}

function table(
  id: string,
  vpc: string,
  subnets: readonly string[],
  routes: readonly JsonObject[],
  main = false,
): Mutable {
  return {
    RouteTableId: id,
    VpcId: vpc,
    Associations: [
      ...subnets.map((one) => ({ SubnetId: one, RouteTableAssociationId: `as-${one}`, Main: false })),
      ...(main ? [{ Main: true }] : []),
    ],
    Routes: [...routes],
  };
}

const world = "0.0.0.0/0";

function usual(): Network {
  const localA: JsonObject = { DestinationCidrBlock: "10.20.0.0/16", GatewayId: "local", State: "active" };
  const localB: JsonObject = { DestinationCidrBlock: "10.30.0.0/16", GatewayId: "local", State: "active" };
  return {
    DescribeVpcs: [
      { VpcId: "vpc-a", CidrBlock: "10.20.0.0/16" },
      { VpcId: "vpc-b", CidrBlock: "10.30.0.0/16" },
    ],
    DescribeSubnets: [
      subnet("subnet-pub", "vpc-a", "10.20.0.0/24", "us-east-1a"),
      subnet("subnet-prv", "vpc-a", "10.20.2.0/24", "us-east-1a"),
      subnet("subnet-prv2", "vpc-a", "10.20.3.0/24", "us-east-1b"),
      subnet("subnet-b", "vpc-b", "10.30.2.0/24", "us-east-1a"),
    ],
    DescribeSecurityGroups: [
      group("sg-app", "vpc-a"),
      group("sg-svc", "vpc-a"),
      group("sg-web", "vpc-a"),
      group("sg-far", "vpc-b"),
    ],
    DescribeNetworkAcls: [
      acl("acl-a", "vpc-a", ["subnet-pub", "subnet-prv", "subnet-prv2"]),
      acl("acl-b", "vpc-b", ["subnet-b"]),
    ],
    DescribeRouteTables: [
      table("rtb-main", "vpc-a", [], [localA], true),
      table(
        "rtb-pub",
        "vpc-a",
        ["subnet-pub"],
        [localA, { DestinationCidrBlock: world, GatewayId: "igw-a", State: "active" }],
      ),
      table(
        "rtb-prv",
        "vpc-a",
        ["subnet-prv", "subnet-prv2"],
        [
          localA,
          { DestinationCidrBlock: world, NatGatewayId: "nat-a", State: "active" },
          { DestinationCidrBlock: "10.30.0.0/16", VpcPeeringConnectionId: "pcx-ab", State: "active" },
        ],
      ),
      table(
        "rtb-b",
        "vpc-b",
        ["subnet-b"],
        [localB, { DestinationCidrBlock: "10.20.0.0/16", VpcPeeringConnectionId: "pcx-ab", State: "active" }],
      ),
    ],
    DescribeInternetGateways: [
      { InternetGatewayId: "igw-a", Attachments: [{ VpcId: "vpc-a", State: "available" }] },
    ],
    DescribeNatGateways: [
      {
        NatGatewayId: "nat-a",
        VpcId: "vpc-a",
        SubnetId: "subnet-pub",
        State: "available",
        ConnectivityType: "public",
        NatGatewayAddresses: [{ PrivateIp: "10.20.0.9", PublicIp: "198.51.100.9" }],
      },
    ],
    DescribeVpcPeeringConnections: [
      {
        VpcPeeringConnectionId: "pcx-ab",
        Status: { Code: "active" },
        RequesterVpcInfo: {
          VpcId: "vpc-a",
          CidrBlock: "10.20.0.0/16",
          Region: "us-east-1",
          OwnerId: "123456789012",
        },
        AccepterVpcInfo: {
          VpcId: "vpc-b",
          CidrBlock: "10.30.0.0/16",
          Region: "us-east-1",
          OwnerId: "123456789012",
        },
      },
    ],
    DescribeInstances: [
      machine("i-app", "subnet-prv", "vpc-a", "10.20.2.10", "sg-app"),
      machine("i-svc", "subnet-prv2", "vpc-a", "10.20.3.10", "sg-svc"),
      machine("i-web", "subnet-pub", "vpc-a", "10.20.0.10", "sg-web", "203.0.113.80"),
      machine("i-far", "subnet-b", "vpc-b", "10.30.2.10", "sg-far"),
    ],
  };
}
