import { explainPath } from "../src/diagnose/reachability/reachability.ts";
import { factsOf } from "../src/facts/fact-base.ts";
import { services } from "../src/services/services.ts";
import { recorded } from "../src/testing/recorded.ts";
import type { Told } from "../src/testing/recorded.ts";
import { figure, type Figure } from "./sandbox.ts";

const readers = services.flatMap((service) => service.readers);

/** One path decided in networks of growing size: folding the facts and deciding; milliseconds. The cost must grow no faster than n log n. */
export function benchAnalyzers(sizes: readonly number[] = [1000, 10_000], n = 5): readonly Figure[] {
  return sizes.flatMap((size) => {
    const calls = recorded(network(size));
    const fold: number[] = [];
    const decide: number[] = [];
    for (let index = 0; index < n; index += 1) {
      const begun = performance.now();
      const facts = factsOf(calls, readers, "123456789012");
      const folded = performance.now();
      const answer = explainPath(facts, { from: "i-00000000", to: "i-00000001", protocol: "tcp", port: 443 });
      if (answer.reachable !== "yes")
        throw new Error(`the benchmark's network is wrong: ${answer.reachable}`);
      fold.push(folded - begun);
      decide.push(performance.now() - folded);
    }
    return [
      figure(`facts of ${size} resources`, fold),
      figure(`explain path over ${size} resources`, decide),
    ];
  });
}

function network(size: number): readonly Told[] {
  const id = (prefix: string, index: number) => `${prefix}-${index.toString(16).padStart(8, "0")}`;
  const instances = Array.from({ length: Math.floor(size / 2) }, (_, index) => ({
    InstanceId: id("i", index),
    VpcId: "vpc-1",
    SubnetId: "subnet-1",
    PrivateIpAddress: `10.0.${Math.floor(index / 250)}.${(index % 250) + 4}`,
    State: { Name: "running" },
    SecurityGroups: [{ GroupId: id("sg", index) }],
    NetworkInterfaces: [
      {
        NetworkInterfaceId: id("eni", index),
        SubnetId: "subnet-1",
        VpcId: "vpc-1",
        Groups: [{ GroupId: id("sg", index) }],
        PrivateIpAddress: `10.0.${Math.floor(index / 250)}.${(index % 250) + 4}`,
        PrivateIpAddresses: [
          { PrivateIpAddress: `10.0.${Math.floor(index / 250)}.${(index % 250) + 4}`, Primary: true },
        ],
        Attachment: { InstanceId: id("i", index), DeviceIndex: 0 },
        Status: "in-use",
      },
    ],
  }));
  const open = {
    IpProtocol: "-1",
    IpRanges: [{ CidrIp: "0.0.0.0/0" }],
    UserIdGroupPairs: [],
    Ipv6Ranges: [],
    PrefixListIds: [],
  };
  const groups = instances.map((_, index) => ({
    GroupId: id("sg", index),
    GroupName: `group-${index}`,
    VpcId: "vpc-1",
    IpPermissions: [open],
    IpPermissionsEgress: [open],
  }));
  const entry = (Egress: boolean) => ({
    RuleNumber: 100,
    Protocol: "-1",
    RuleAction: "allow",
    Egress,
    CidrBlock: "0.0.0.0/0",
  });
  const ec2 = (operation: string, response: Told["response"]): Told => ({
    service: "ec2",
    operation,
    ...(response !== undefined && { response }),
  });
  return [
    ec2("DescribeVpcs", {
      Vpcs: [
        {
          VpcId: "vpc-1",
          CidrBlock: "10.0.0.0/16",
          CidrBlockAssociationSet: [{ CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } }],
        },
      ],
    }),
    ec2("DescribeSubnets", { Subnets: [{ SubnetId: "subnet-1", VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" }] }),
    ec2("DescribeInstances", { Reservations: [{ Instances: instances }] }),
    ec2("DescribeNetworkInterfaces", {
      NetworkInterfaces: instances.flatMap((instance) => instance.NetworkInterfaces),
    }),
    ec2("DescribeSecurityGroups", { SecurityGroups: groups }),
    ec2("DescribeNetworkAcls", {
      NetworkAcls: [
        {
          NetworkAclId: "acl-1",
          VpcId: "vpc-1",
          IsDefault: true,
          Associations: [{ SubnetId: "subnet-1", NetworkAclId: "acl-1" }],
          Entries: [entry(true), entry(false)],
        },
      ],
    }),
    ec2("DescribeRouteTables", {
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          VpcId: "vpc-1",
          Associations: [{ Main: true, RouteTableId: "rtb-1" }],
          Routes: [{ DestinationCidrBlock: "10.0.0.0/16", GatewayId: "local", State: "active" }],
        },
      ],
    }),
    ...[
      "DescribeInternetGateways",
      "DescribeEgressOnlyInternetGateways",
      "DescribeNatGateways",
      "DescribeVpcPeeringConnections",
      "DescribeVpcEndpoints",
      "DescribeAddresses",
      "DescribeVpnGateways",
      "DescribeManagedPrefixLists",
      "DescribeTransitGateways",
    ].map((operation) => ec2(operation, {})),
  ];
}
