import { describe, it } from "vitest";
import { admitted, run } from "./path-case.ts";
import type { Case } from "./path-case.ts";
import { allow, item, rule } from "./test-network.ts";

describe("security groups", () => {
  const cases: readonly Case[] = [
    {
      name: "a reference admits its members",
      change: admitted,
      ask: {},
      reachable: "yes",
      passes: ["sg-svc", "sg-app", "rtb-prv", "acl-a"],
    },
    { name: "nothing is admitted without a rule", ask: {}, reachable: "no", blockers: ["sg-svc in"] },
    {
      name: "two half ranges make a whole one",
      change: (n) =>
        allow(
          n,
          "sg-web",
          "IpPermissions",
          rule("tcp", 443, 443, "0.0.0.0/1"),
          rule("tcp", 443, 443, "128.0.0.0/1"),
        ),
      ask: { from: "internet", to: "i-web", port: 443 },
      reachable: "yes",
    },
    {
      name: "half of the internet is not the internet",
      change: (n) => allow(n, "sg-web", "IpPermissions", rule("tcp", 443, 443, "0.0.0.0/1")),
      ask: { from: "internet", to: "i-web", port: 443 },
      reachable: "no",
      blockers: ["sg-web in"],
    },
    {
      name: "egress by reference",
      change: (n) => {
        admitted(n);
        allow(n, "sg-app", "IpPermissionsEgress", rule("tcp", 8080, 8080, "sg-svc"));
      },
      ask: {},
      reachable: "yes",
    },
    {
      name: "egress elsewhere",
      change: (n) => {
        admitted(n);
        allow(n, "sg-app", "IpPermissionsEgress", rule("tcp", 443, 443, "0.0.0.0/0"));
      },
      ask: {},
      reachable: "no",
      blockers: ["sg-app out"],
    },
    {
      name: "ping by its type",
      change: (n) => allow(n, "sg-svc", "IpPermissions", rule("icmp", 8, -1, "10.20.0.0/16")),
      ask: { protocol: "icmp" },
      reachable: "yes",
    },
    {
      name: "another type is no ping",
      change: (n) => allow(n, "sg-svc", "IpPermissions", rule("icmp", 3, -1, "10.20.0.0/16")),
      ask: { protocol: "icmp" },
      reachable: "no",
      blockers: ["sg-svc in"],
    },
    {
      name: "a prefix list that was not read",
      change: (n) => allow(n, "sg-svc", "IpPermissions", rule("tcp", 8080, 8080, "pl-1")),
      ask: {},
      reachable: "unknown",
    },
    {
      name: "a prefix list does not matter where another rule admits",
      change: (n) =>
        allow(
          n,
          "sg-svc",
          "IpPermissions",
          rule("tcp", 8080, 8080, "pl-1"),
          rule("tcp", 0, 65535, "10.20.2.10/32"),
        ),
      ask: {},
      reachable: "yes",
    },
    { name: "groups that were not read", refused: ["DescribeSecurityGroups"], ask: {}, reachable: "unknown" },
    {
      name: "a reference reaches over a peering",
      change: (n) => allow(n, "sg-far", "IpPermissions", rule("tcp", 8080, 8080, "sg-app")),
      ask: { to: "i-far" },
      reachable: "yes",
      passes: ["pcx-ab"],
    },
    {
      name: "not over a peering between regions",
      change: (n) => {
        allow(n, "sg-far", "IpPermissions", rule("tcp", 8080, 8080, "sg-app"));
        item(n, "DescribeVpcPeeringConnections", "pcx-ab")["AccepterVpcInfo"] = {
          VpcId: "vpc-b",
          CidrBlock: "10.30.0.0/16",
          Region: "eu-west-1",
          OwnerId: "123456789012",
        };
      },
      ask: { to: "i-far" },
      reachable: "no",
      blockers: ["sg-far in"],
    },
  ];
  it.each(cases)("$name", run);
});
