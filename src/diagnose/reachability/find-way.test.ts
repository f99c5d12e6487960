import { describe, it } from "vitest";
import { open, run } from "./path-case.ts";
import type { Case } from "./path-case.ts";
import { addRoute, allow, item, rule } from "./test-network.ts";

describe("routes and gateways", () => {
  const cases: readonly Case[] = [
    {
      name: "out through NAT",
      ask: { to: "internet", port: 443 },
      reachable: "yes",
      passes: ["nat-a", "igw-a", "rtb-prv", "rtb-pub"],
    },
    {
      name: "the main table for want of an association",
      change: (n) => {
        item(n, "DescribeRouteTables", "rtb-prv")["Associations"] = [];
      },
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["rtb-main out"],
    },
    {
      name: "tables that were not read",
      change: open,
      refused: ["DescribeRouteTables"],
      ask: {},
      reachable: "unknown",
    },
    {
      name: "a NAT gateway that failed",
      change: (n) => {
        item(n, "DescribeNatGateways", "nat-a")["State"] = "failed";
      },
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["nat-a out"],
    },
    {
      name: "a NAT gateway that is no longer listed",
      change: (n) => {
        n["DescribeNatGateways"] = [];
      },
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["nat-a out"],
    },
    {
      name: "NAT gateways that were not read",
      refused: ["DescribeNatGateways"],
      ask: { to: "internet", port: 443 },
      reachable: "unknown",
    },
    {
      name: "a NAT gateway in a private subnet",
      change: (n) => {
        item(n, "DescribeNatGateways", "nat-a")["SubnetId"] = "subnet-prv2";
      },
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["nat-a out"],
    },
    {
      name: "a private NAT gateway",
      change: (n) => {
        item(n, "DescribeNatGateways", "nat-a")["ConnectivityType"] = "private";
      },
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["nat-a out"],
    },
    {
      name: "a private NAT gateway on the way to a peer, whose group sees its address",
      change: (n) => {
        item(n, "DescribeNatGateways", "nat-a")["ConnectivityType"] = "private";
        item(n, "DescribeRouteTables", "rtb-prv")["Routes"] = [
          { DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-a" },
          { DestinationCidrBlock: "10.20.0.0/16", GatewayId: "local" },
        ];
        addRoute(n, "rtb-pub", { DestinationCidrBlock: "10.30.0.0/16", VpcPeeringConnectionId: "pcx-ab" });
        allow(n, "sg-far", "IpPermissions", rule("tcp", 8080, 8080, "10.20.0.9/32"));
      },
      ask: { to: "i-far" },
      reachable: "yes",
      passes: ["nat-a", "pcx-ab"],
    },
    {
      name: "an internet gateway that is detached",
      change: (n) => {
        open(n);
        item(n, "DescribeInternetGateways", "igw-a")["Attachments"] = [];
      },
      ask: { from: "internet", to: "i-web" },
      reachable: "no",
      blockers: ["igw-a return-out"],
    },
    {
      name: "no public address",
      change: (n) => {
        const web = item(n, "DescribeInstances", "i-web");
        delete web["PublicIpAddress"];
        web["NetworkInterfaces"] = [
          {
            NetworkInterfaceId: "eni-web",
            SubnetId: "subnet-pub",
            VpcId: "vpc-a",
            PrivateIpAddress: "10.20.0.10",
            Groups: [{ GroupId: "sg-web" }],
          },
        ];
      },
      ask: { from: "i-web", to: "internet", port: 443 },
      reachable: "no",
      blockers: ["i-web out"],
    },
    {
      name: "an Elastic IP in a private subnet",
      change: (n) => {
        open(n);
        n["DescribeAddresses"] = [
          {
            AllocationId: "eipalloc-1",
            PublicIp: "203.0.113.5",
            InstanceId: "i-app",
            NetworkInterfaceId: "eni-i-app",
          },
        ];
        allow(n, "sg-app", "IpPermissions", rule("tcp", 443, 443, "0.0.0.0/0"));
      },
      ask: { from: "internet", to: "i-app", port: 443 },
      reachable: "no",
      blockers: ["rtb-prv return-out"],
    },
    {
      name: "a black hole that AWS shows",
      change: (n) => {
        addRoute(n, "rtb-prv", {
          DestinationCidrBlock: "203.0.113.0/24",
          TransitGatewayId: "tgw-gone",
          State: "blackhole",
        });
      },
      ask: { to: "203.0.113.9", port: 443 },
      reachable: "no",
      blockers: ["tgw-gone out"],
    },
    {
      name: "more specific than local, to an appliance",
      change: (n) => {
        open(n);
        addRoute(n, "rtb-prv", { DestinationCidrBlock: "10.20.3.0/24", NetworkInterfaceId: "eni-fw" });
        n["DescribeNetworkInterfaces"] = [
          {
            NetworkInterfaceId: "eni-fw",
            SubnetId: "subnet-pub",
            VpcId: "vpc-a",
            PrivateIpAddress: "10.20.0.66",
            SourceDestCheck: false,
            Status: "in-use",
          },
        ];
      },
      ask: {},
      reachable: "unknown",
    },
    {
      name: "an appliance that checks addresses forwards nothing",
      change: (n) => {
        addRoute(n, "rtb-prv", { DestinationCidrBlock: "203.0.113.0/24", NetworkInterfaceId: "eni-fw" });
        n["DescribeNetworkInterfaces"] = [
          {
            NetworkInterfaceId: "eni-fw",
            SubnetId: "subnet-pub",
            VpcId: "vpc-a",
            PrivateIpAddress: "10.20.0.66",
            SourceDestCheck: true,
            Status: "in-use",
          },
        ];
      },
      ask: { to: "203.0.113.9", port: 443 },
      reachable: "no",
      blockers: ["eni-fw out"],
    },
    {
      name: "a peering that was never accepted",
      change: (n) => {
        open(n);
        item(n, "DescribeVpcPeeringConnections", "pcx-ab")["Status"] = { Code: "pending-acceptance" };
      },
      ask: { to: "i-far" },
      reachable: "no",
      blockers: ["pcx-ab out"],
    },
    {
      name: "no way back over the peering",
      change: (n) => {
        open(n);
        item(n, "DescribeRouteTables", "rtb-b")["Routes"] = [
          { DestinationCidrBlock: "10.30.0.0/16", GatewayId: "local" },
        ];
      },
      ask: { to: "i-far" },
      reachable: "no",
      blockers: ["rtb-b return-out"],
    },
    {
      name: "private addresses do not cross the internet",
      change: (n) => {
        open(n);
        item(n, "DescribeRouteTables", "rtb-pub")["Routes"] = [
          { DestinationCidrBlock: "10.20.0.0/16", GatewayId: "local" },
          { DestinationCidrBlock: "0.0.0.0/0", GatewayId: "igw-a" },
        ];
        item(n, "DescribeRouteTables", "rtb-b")["Routes"] = [
          { DestinationCidrBlock: "10.30.0.0/16", GatewayId: "local" },
        ];
      },
      ask: { from: "i-web", to: "i-far" },
      reachable: "no",
      blockers: ["rtb-pub out", "rtb-b return-out"],
    },
    {
      name: "a peering leads no further",
      change: (n) =>
        addRoute(n, "rtb-prv", { DestinationCidrBlock: "203.0.113.0/24", VpcPeeringConnectionId: "pcx-ab" }),
      ask: { to: "203.0.113.9", port: 443 },
      reachable: "no",
      blockers: ["rtb-prv out"],
    },
    {
      name: "a VPN",
      change: (n) => {
        addRoute(n, "rtb-prv", { DestinationCidrBlock: "192.168.0.0/16", GatewayId: "vgw-1" });
        n["DescribeVpnGateways"] = [
          { VpnGatewayId: "vgw-1", VpcAttachments: [{ VpcId: "vpc-a", State: "attached" }] },
        ];
      },
      ask: { to: "192.168.4.4" },
      reachable: "unknown",
    },
    {
      name: "the other account's side of a peering",
      change: (n) => {
        n["DescribeVpcs"] = n["DescribeVpcs"]?.filter((vpc) => vpc["VpcId"] !== "vpc-b") ?? [];
        n["DescribeInstances"] = n["DescribeInstances"]?.filter((one) => one["InstanceId"] !== "i-far") ?? [];
        n["DescribeSubnets"] = n["DescribeSubnets"]?.filter((subnet) => subnet["VpcId"] !== "vpc-b") ?? [];
        item(n, "DescribeVpcPeeringConnections", "pcx-ab")["AccepterVpcInfo"] = {
          VpcId: "vpc-x",
          CidrBlock: "10.30.0.0/16",
          Region: "us-east-1",
          OwnerId: "111122223333",
        };
      },
      ask: { to: "10.30.2.10" },
      reachable: "unknown",
    },
    {
      name: "between ranges only routes and ACLs count",
      ask: { from: "10.20.2.0/24", to: "10.30.2.0/25" },
      reachable: "yes",
      passes: ["pcx-ab"],
    },
    {
      name: "an address stands for the interface that holds it",
      ask: { to: "10.20.3.10" },
      reachable: "no",
      blockers: ["sg-svc in"],
    },
    {
      name: "a public address of our own, over NAT: its group sees the gateway",
      change: (n) => allow(n, "sg-web", "IpPermissions", rule("tcp", 443, 443, "198.51.100.9/32")),
      ask: { to: "203.0.113.80", port: 443 },
      reachable: "yes",
      passes: ["nat-a", "sg-web"],
    },
    {
      name: "a public address of our own whose group does not admit",
      ask: { to: "203.0.113.80", port: 443 },
      reachable: "no",
      blockers: ["sg-web in"],
    },
    { name: "an address that no interface holds", ask: { to: "10.20.3.99" }, reachable: "unknown" },
  ];
  it.each(cases)("$name", run);
});
