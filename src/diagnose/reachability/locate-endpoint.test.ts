import { describe, expect, it } from "vitest";
import { open, run } from "./path-case.ts";
import type { Case } from "./path-case.ts";
import { pathProbes } from "./reachability.ts";
import { allow, item, networkFacts, rule } from "./test-network.ts";

describe("ends", () => {
  it.each<Case>([
    {
      name: "a stopped machine",
      change: (n) => {
        open(n);
        item(n, "DescribeInstances", "i-svc")["State"] = { Name: "stopped" };
      },
      ask: {},
      reachable: "no",
      blockers: ["i-svc in"],
    },
    { name: "nothing of that name", ask: { to: "nobody" }, reachable: "unknown" },
    {
      name: "a function never has a public address",
      change: (n) => {
        n["ListFunctions"] = [
          { FunctionName: "fn", VpcConfig: { SubnetIds: ["subnet-pub"], SecurityGroupIds: ["sg-app"] } },
        ];
      },
      ask: { from: "fn", to: "internet", port: 443 },
      reachable: "no",
      blockers: ["fn out"],
    },
    {
      name: "subnets that disagree leave a function open",
      change: (n) => {
        n["ListFunctions"] = [
          {
            FunctionName: "fn",
            VpcConfig: { SubnetIds: ["subnet-pub", "subnet-prv"], SecurityGroupIds: ["sg-app"] },
          },
        ];
      },
      ask: { from: "fn", to: "internet", port: 443 },
      reachable: "unknown",
      blockers: ["fn out"],
    },
    {
      name: "a function outside a VPC reaches the internet",
      change: (n) => {
        n["ListFunctions"] = [{ FunctionName: "fn" }];
      },
      ask: { from: "fn", to: "internet", port: 443 },
      reachable: "yes",
    },
    {
      name: "a function takes no connections",
      change: (n) => {
        n["ListFunctions"] = [
          { FunctionName: "fn", VpcConfig: { SubnetIds: ["subnet-prv2"], SecurityGroupIds: ["sg-svc"] } },
        ];
        open(n);
      },
      ask: { to: "fn" },
      reachable: "no",
      blockers: ["fn in"],
    },
    {
      name: "a database listens on its own port only",
      change: (n) => {
        open(n);
        n["DescribeDBInstances"] = [database()];
      },
      ask: { to: "db", port: 5432 },
      reachable: "no",
      blockers: ["db in"],
    },
    {
      name: "a database on its port",
      change: (n) => {
        open(n);
        n["DescribeDBInstances"] = [database()];
      },
      ask: { to: "db", port: 5433 },
      reachable: "yes",
      passes: ["sg-svc"],
    },
    {
      name: "a private database from the internet",
      change: (n) => {
        open(n);
        n["DescribeDBInstances"] = [database()];
      },
      ask: { from: "internet", to: "db", port: 5433 },
      reachable: "no",
      blockers: ["db return-out", "rtb-prv return-out"],
    },
    {
      name: "a rule for half of the subnet, where the address is not known",
      change: (n) => {
        allow(n, "sg-svc", "IpPermissions", rule("tcp", 1, 65535, "0.0.0.0/0"));
        allow(n, "sg-app", "IpPermissionsEgress", rule("tcp", 5433, 5433, "10.20.3.0/25"));
        n["DescribeDBInstances"] = [database()];
      },
      ask: { to: "db", port: 5433 },
      reachable: "unknown",
    },
  ])("$name", run);

  it("asks for each probe once, refused or not", () => {
    expect(
      pathProbes(networkFacts({ refused: ["DescribeRouteTables"] }), { from: "i-app", to: "internet" }),
    ).toEqual([]);
  });
});

function database() {
  return {
    DBInstanceIdentifier: "db",
    DBInstanceStatus: "available",
    PubliclyAccessible: false,
    Endpoint: { Port: 5433 },
    VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-svc" }],
    DBSubnetGroup: { VpcId: "vpc-a", Subnets: [{ SubnetIdentifier: "subnet-prv2" }] },
  };
}
