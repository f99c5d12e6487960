import { describe, it } from "vitest";
import { open, run } from "./path-case.ts";
import type { Case } from "./path-case.ts";
import { entry, everything, item, ownAcl } from "./test-network.ts";
import type { Network } from "./test-network.ts";

describe("network ACLs", () => {
  const closed =
    (...entries: Parameters<typeof ownAcl>[2][]) =>
    (network: Network) => {
      open(network);
      ownAcl(network, "subnet-prv2", ...entries);
    };
  const cases: readonly Case[] = [
    {
      name: "without rules nothing passes",
      change: closed(),
      ask: {},
      reachable: "no",
      blockers: ["acl-own in", "acl-own return-out"],
    },
    {
      name: "the range of a Linux client is enough",
      change: closed(
        entry(100, false, "allow", "6", "10.20.2.10/32", [8080, 8080]),
        entry(100, true, "allow", "6", "10.20.2.0/24", [32768, 60999]),
      ),
      ask: {},
      reachable: "yes",
    },
    {
      name: "one port less is not",
      change: closed(
        entry(100, false, "allow", "6", "10.20.2.10/32", [8080, 8080]),
        entry(100, true, "allow", "6", "10.20.2.0/24", [32768, 60998]),
      ),
      ask: {},
      reachable: "no",
      blockers: ["acl-own return-out"],
    },
    {
      name: "ranges of several rules add up",
      change: closed(
        entry(100, false, "allow", "-1", "0.0.0.0/0"),
        entry(100, true, "allow", "6", "0.0.0.0/0", [32768, 50000]),
        entry(110, true, "allow", "6", "0.0.0.0/0", [50001, 60999]),
      ),
      ask: {},
      reachable: "yes",
    },
    {
      name: "a deny of one port inside the range",
      change: closed(
        entry(100, false, "allow", "-1", "0.0.0.0/0"),
        entry(90, true, "deny", "6", "0.0.0.0/0", [40000, 40000]),
        entry(100, true, "allow", "-1", "0.0.0.0/0"),
      ),
      ask: {},
      reachable: "no",
      blockers: ["acl-own return-out"],
    },
    {
      name: "the lower number wins",
      change: closed(
        entry(80, false, "allow", "6", "10.20.2.10/32", [8080, 8080]),
        entry(90, false, "deny", "6", "10.20.2.0/24", [8080, 8080]),
        ...everything,
      ),
      ask: {},
      reachable: "yes",
    },
    {
      name: "the explicit default deny",
      change: closed(
        entry(32767, false, "deny", "-1", "0.0.0.0/0"),
        entry(100, true, "allow", "-1", "0.0.0.0/0"),
      ),
      ask: {},
      reachable: "no",
      blockers: ["acl-own in"],
    },
    {
      name: "not between interfaces of one subnet",
      change: (n) => {
        open(n);
        ownAcl(n, "subnet-prv2");
        item(n, "DescribeInstances", "i-app")["NetworkInterfaces"] = [
          {
            NetworkInterfaceId: "eni-app",
            SubnetId: "subnet-prv2",
            VpcId: "vpc-a",
            PrivateIpAddress: "10.20.3.20",
            Groups: [{ GroupId: "sg-app" }],
          },
        ];
      },
      ask: {},
      reachable: "yes",
    },
    {
      name: "of the client's subnet, for the answer",
      change: (n) => {
        open(n);
        ownAcl(
          n,
          "subnet-prv",
          entry(100, true, "allow", "-1", "0.0.0.0/0"),
          entry(100, false, "allow", "6", "0.0.0.0/0", [443, 443]),
        );
      },
      ask: {},
      reachable: "no",
      blockers: ["acl-own return-in"],
    },
    {
      name: "clients on the internet need more ports",
      change: (n) => {
        open(n);
        ownAcl(
          n,
          "subnet-pub",
          entry(100, false, "allow", "-1", "0.0.0.0/0"),
          entry(100, true, "allow", "6", "0.0.0.0/0", [32768, 60999]),
        );
      },
      ask: { from: "internet", to: "i-web" },
      reachable: "no",
      blockers: ["acl-own return-out"],
    },
    {
      name: "at the NAT gateway's subnet: its answers",
      change: (n) =>
        ownAcl(
          n,
          "subnet-pub",
          entry(100, true, "allow", "-1", "0.0.0.0/0"),
          entry(100, false, "allow", "6", "10.20.0.0/16", [443, 443]),
          entry(110, false, "allow", "6", "0.0.0.0/0", [32768, 65535]),
        ),
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["acl-own return-in"],
    },
    {
      name: "at the NAT gateway's subnet: its clients",
      change: (n) =>
        ownAcl(
          n,
          "subnet-pub",
          entry(100, true, "allow", "-1", "0.0.0.0/0"),
          entry(100, false, "allow", "6", "0.0.0.0/0", [1024, 65535]),
        ),
      ask: { to: "internet", port: 443 },
      reachable: "no",
      blockers: ["acl-own out"],
    },
    {
      name: "the NAT gateway's whole range",
      change: (n) =>
        ownAcl(
          n,
          "subnet-pub",
          entry(100, true, "allow", "-1", "0.0.0.0/0"),
          entry(100, false, "allow", "6", "10.20.0.0/16", [443, 443]),
          entry(110, false, "allow", "6", "0.0.0.0/0", [1024, 65535]),
        ),
      ask: { to: "internet", port: 443 },
      reachable: "yes",
      passes: ["nat-a", "igw-a"],
    },
    {
      name: "that were not read",
      change: open,
      refused: ["DescribeNetworkAcls"],
      ask: {},
      reachable: "unknown",
    },
  ];
  it.each(cases)("$name", run);
});
