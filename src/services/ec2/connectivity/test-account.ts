import type { Json, JsonObject } from "../../../core/json/json.ts";
import type { Facts } from "../../../core/facts.ts";
import { factsOf } from "../../../facts/fact-base.ts";
import { listReader, text } from "../../../facts/reader.ts";
import { recorded } from "../../../testing/recorded.ts";
import type { Told } from "../../../testing/recorded.ts";
import { readers } from "../facts.ts";

const functions = listReader("lambda", "ListFunctions", "Functions/*", (item) => ({
  type: "AWS::Lambda::Function",
  id: text(item, "FunctionName"),
  name: text(item, "FunctionName"),
}));
const databases = listReader("rds", "DescribeDBInstances", "DBInstances/*", (item) => ({
  type: "AWS::RDS::DBInstance",
  id: text(item, "DBInstanceIdentifier"),
}));

const everything = [false, true].map((egress): JsonObject => ({
  RuleNumber: 100,
  Egress: egress,
  RuleAction: "allow",
  Protocol: "-1",
  CidrBlock: "0.0.0.0/0",
}));
export const local: JsonObject = { DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local" };
export const rule = (port: number, peer: JsonObject): JsonObject => ({
  IpProtocol: "tcp",
  FromPort: port,
  ToPort: port,
  ...peer,
});
export const anyone: JsonObject = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
export const group = (
  id: string,
  ingress: readonly Json[],
  egress: readonly Json[] = [{ IpProtocol: "-1", ...anyone }],
): JsonObject => ({
  GroupId: id,
  GroupName: id,
  VpcId: "vpc-1",
  IpPermissions: ingress,
  IpPermissionsEgress: egress,
});
const subnet = (id: string, cidr: string): JsonObject => ({
  SubnetId: id,
  VpcId: "vpc-1",
  CidrBlock: cidr,
  AvailabilityZone: "us-east-1a",
});
export const machine = (
  id: string,
  name: string,
  subnetId: string,
  address: string,
  groupId: string,
  publicIp?: string,
): JsonObject => {
  const association: JsonObject = publicIp === undefined ? {} : { Association: { PublicIp: publicIp } };
  const card: JsonObject = {
    NetworkInterfaceId: `eni-${id}`,
    SubnetId: subnetId,
    VpcId: "vpc-1",
    PrivateIpAddress: address,
    Groups: [{ GroupId: groupId }],
    Attachment: { DeviceIndex: 0 },
    ...association,
  };
  return {
    InstanceId: id,
    VpcId: "vpc-1",
    SubnetId: subnetId,
    State: { Name: "running" },
    PrivateIpAddress: address,
    SecurityGroups: [{ GroupId: groupId }],
    NetworkInterfaces: [card],
    Tags: [{ Key: "Name", Value: name }],
    ...(publicIp !== undefined && { PublicIpAddress: publicIp }),
  };
};

/** One VPC with a public subnet, a public one that lost its association, and a private one behind NAT. */
export function account(over: Readonly<Record<string, Json>> = {}, extra: readonly Told[] = []): Facts {
  const lists: Readonly<Record<string, Json>> = {
    DescribeVpcs: [{ VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }],
    DescribeSubnets: [
      subnet("subnet-pub", "10.0.0.0/24"),
      subnet("subnet-lost", "10.0.1.0/24"),
      subnet("subnet-prv", "10.0.2.0/24"),
    ],
    DescribeSecurityGroups: [
      group("sg-web", [rule(443, anyone)]),
      group("sg-app", []),
      group("sg-db", [rule(5432, { UserIdGroupPairs: [{ GroupId: "sg-app" }] })]),
    ],
    DescribeNetworkAcls: [
      {
        NetworkAclId: "acl-1",
        VpcId: "vpc-1",
        Associations: ["subnet-pub", "subnet-lost", "subnet-prv"].map((id) => ({ SubnetId: id })),
        Entries: everything,
      },
    ],
    DescribeRouteTables: [
      { RouteTableId: "rtb-main", VpcId: "vpc-1", Associations: [{ Main: true }], Routes: [local] },
      {
        RouteTableId: "rtb-pub",
        VpcId: "vpc-1",
        Associations: [{ SubnetId: "subnet-pub" }],
        Routes: [local, { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-1" }],
      },
      {
        RouteTableId: "rtb-prv",
        VpcId: "vpc-1",
        Associations: [{ SubnetId: "subnet-prv" }],
        Routes: [local, { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" }],
      },
    ],
    DescribeInternetGateways: [
      { InternetGatewayId: "igw-1", Attachments: [{ VpcId: "vpc-1", State: "available" }] },
    ],
    DescribeNatGateways: [
      {
        NatGatewayId: "nat-1",
        VpcId: "vpc-1",
        SubnetId: "subnet-pub",
        State: "available",
        NatGatewayAddresses: [{ PrivateIp: "10.0.0.9", PublicIp: "198.51.100.9" }],
      },
    ],
    DescribeVpcEndpoints: [],
    DescribeNetworkInterfaces: [],
    ...over,
  };
  const names: Readonly<Record<string, string>> = {
    DescribeVpcs: "Vpcs",
    DescribeSubnets: "Subnets",
    DescribeSecurityGroups: "SecurityGroups",
    DescribeNetworkAcls: "NetworkAcls",
    DescribeRouteTables: "RouteTables",
    DescribeInternetGateways: "InternetGateways",
    DescribeNatGateways: "NatGateways",
    DescribeVpcEndpoints: "VpcEndpoints",
    DescribeNetworkInterfaces: "NetworkInterfaces",
  };
  const instances = [
    machine("i-web", "web", "subnet-pub", "10.0.0.10", "sg-web", "203.0.113.10"),
    machine("i-lost", "web-2", "subnet-lost", "10.0.1.10", "sg-web", "203.0.113.11"),
    machine("i-app", "app", "subnet-prv", "10.0.2.10", "sg-app"),
  ];
  const worker: JsonObject = {
    FunctionName: "worker",
    VpcConfig: { SubnetIds: ["subnet-prv"], SecurityGroupIds: ["sg-app"] },
    Environment: { Variables: { DB_PORT: "5432" } },
  };
  const database = (port: number): JsonObject => ({
    DBInstanceIdentifier: "shop-db",
    DBInstanceStatus: "available",
    PubliclyAccessible: false,
    Endpoint: { Port: port },
    VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-db" }],
    DBSubnetGroup: { VpcId: "vpc-1", Subnets: [{ SubnetIdentifier: "subnet-prv" }] },
  });
  const told: readonly Told[] = [
    ...Object.entries(lists).flatMap(([operation, items]): Told[] => {
      const list = names[operation];
      return list === undefined ? [] : [{ service: "ec2", operation, response: { [list]: items } }];
    }),
    {
      service: "ec2",
      operation: "DescribeInstances",
      response: { Reservations: [{ Instances: over["instances"] ?? instances }] },
    },
    { service: "lambda", operation: "ListFunctions", response: { Functions: [worker] } },
    {
      service: "rds",
      operation: "DescribeDBInstances",
      response: { DBInstances: [database(typeof over["port"] === "number" ? over["port"] : 5432)] },
    },
    ...extra,
  ];
  return factsOf(recorded(told), [...readers, functions, databases], "123456789012");
}
