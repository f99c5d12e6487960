import { describe, expect, it } from "vitest";
import { clearing, explainPath, proposeChanges, provePath } from "./reachability.ts";
import type { PathQuery } from "./reachability.ts";
import { allow, entry, item, networkFacts, ownAcl, rule } from "./test-network.ts";
import type { Network } from "./test-network.ts";

interface Case {
  readonly name: string;
  readonly change: (network: Network) => void;
  readonly ask: Partial<PathQuery>;
  readonly command: string;
}

const open = (network: Network) => {
  for (const group of ["sg-svc", "sg-web", "sg-far"])
    allow(network, group, "IpPermissions", rule("-1", 0, 0, "0.0.0.0/0"));
};

describe("changes", () => {
  it.each<Case>([
    {
      name: "admits the client's group",
      change: () => undefined,
      ask: {},
      command: "authorize-security-group-ingress",
    },
    {
      name: "lets the client out",
      change: (n) => {
        open(n);
        allow(n, "sg-app", "IpPermissionsEgress");
      },
      ask: {},
      command: "authorize-security-group-egress",
    },
    {
      name: "lets the answer out",
      change: (n) => {
        open(n);
        ownAcl(n, "subnet-prv2", entry(100, false, "allow", "-1", "0.0.0.0/0"));
      },
      ask: {},
      command: "create-network-acl-entry",
    },
    {
      name: "goes before the rule that denies",
      change: (n) => {
        open(n);
        ownAcl(
          n,
          "subnet-prv2",
          entry(90, false, "deny", "6", "0.0.0.0/0", [8080, 8080]),
          entry(100, false, "allow", "-1", "0.0.0.0/0"),
          entry(100, true, "allow", "-1", "0.0.0.0/0"),
        );
      },
      ask: {},
      command: "create-network-acl-entry",
    },
    {
      name: "routes to the NAT gateway that is there",
      change: (n) => {
        item(n, "DescribeRouteTables", "rtb-prv")["Routes"] = [
          { DestinationCidrBlock: "10.20.0.0/16", GatewayId: "local" },
        ];
      },
      ask: { to: "internet", port: 443 },
      command: "create-route",
    },
    {
      name: "associates a subnet that has no table",
      change: (n) => {
        open(n);
        item(n, "DescribeRouteTables", "rtb-pub")["Associations"] = [];
      },
      ask: { from: "internet", to: "i-web" },
      command: "associate-route-table",
    },
    {
      name: "attaches the gateway",
      change: (n) => {
        open(n);
        item(n, "DescribeInternetGateways", "igw-a")["Attachments"] = [];
      },
      ask: { from: "internet", to: "i-web" },
      command: "attach-internet-gateway",
    },
    {
      name: "accepts the peering",
      change: (n) => {
        open(n);
        item(n, "DescribeVpcPeeringConnections", "pcx-ab")["Status"] = { Code: "pending-acceptance" };
      },
      ask: { to: "i-far" },
      command: "accept-vpc-peering-connection",
    },
    {
      name: "adds the way back",
      change: (n) => {
        open(n);
        item(n, "DescribeRouteTables", "rtb-b")["Routes"] = [
          { DestinationCidrBlock: "10.30.0.0/16", GatewayId: "local" },
        ];
      },
      ask: { to: "i-far" },
      command: "create-route",
    },
    {
      name: "moves the function",
      change: (n) => {
        n["ListFunctions"] = [
          { FunctionName: "fn", VpcConfig: { SubnetIds: ["subnet-pub"], SecurityGroupIds: ["sg-app"] } },
        ];
      },
      ask: { from: "fn", to: "internet", port: 443 },
      command: "update-function-configuration",
    },
    {
      name: "starts what is stopped",
      change: (n) => {
        open(n);
        item(n, "DescribeInstances", "i-svc")["State"] = { Name: "stopped" };
      },
      ask: {},
      command: "start-instances",
    },
  ])("$name, and that opens the way", ({ change, ask, command }) => {
    const facts = networkFacts({ change });
    const query: PathQuery = { from: "i-app", to: "i-svc", protocol: "tcp", port: 8080, ...ask };
    const answer = explainPath(facts, query);
    const changes = proposeChanges(facts, answer);
    expect(changes.map((one) => one.commands[0]?.[2])).toEqual([command]);
    expect(provePath(facts, facts.patched(changes.flatMap((one) => one.edits)), query).flips).toBe(true);
    expect(provePath(facts, facts, query)).toEqual({ flips: false, newlyAllowed: [] });
  });

  it("tells what else opens", () => {
    const facts = networkFacts({
      change: (n) => {
        n["DescribeInstances"]?.push({
          ...item(n, "DescribeInstances", "i-svc"),
          InstanceId: "i-other",
          PrivateIpAddress: "10.20.3.11",
          NetworkInterfaces: [
            {
              NetworkInterfaceId: "eni-o",
              SubnetId: "subnet-prv2",
              VpcId: "vpc-a",
              PrivateIpAddress: "10.20.3.11",
              Groups: [{ GroupId: "sg-svc" }],
            },
          ],
        });
      },
    });
    const query: PathQuery = { from: "i-app", to: "i-svc", protocol: "tcp", port: 8080 };
    const [first] = clearing(facts, explainPath(facts, query).blocks);
    const proof = provePath(facts, facts.patched(first?.change?.edits ?? []), query);
    expect(proof).toEqual({ flips: true, newlyAllowed: [{ from: "i-app", to: "i-other", port: 8080 }] });
  });
});
