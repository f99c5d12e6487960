import { describe, expect, it } from "vitest";
import { rangesOf } from "./address-range.ts";
import { routesFor } from "./route-table.ts";
import { addRoute, networkFacts } from "./test-network.ts";

interface Case {
  readonly name: string;
  /** Blocks that lead over the peering, written out; those of the list lead to the NAT gateway. */
  readonly cidrs: readonly string[];
  readonly list: readonly string[];
  readonly address: string;
  readonly target: string;
}

/** Longest prefix first; of equals the one with a CIDR block (VPC User Guide, Route priority and prefix lists). */
describe("routes with a prefix list", () => {
  const cases: readonly Case[] = [
    {
      name: "a longer entry of the list",
      cidrs: ["192.0.2.0/24"],
      list: ["192.0.2.0/25"],
      address: "192.0.2.9",
      target: "nat-a",
    },
    {
      name: "a longer block beside it",
      cidrs: ["192.0.2.0/25"],
      list: ["192.0.2.0/24"],
      address: "192.0.2.9",
      target: "pcx-ab",
    },
    {
      name: "the same block",
      cidrs: ["192.0.2.0/24"],
      list: ["192.0.2.0/24"],
      address: "192.0.2.9",
      target: "pcx-ab",
    },
    {
      name: "the same block, a shorter entry before it",
      cidrs: ["192.0.2.0/24"],
      list: ["192.0.2.0/23", "192.0.2.0/24"],
      address: "192.0.2.9",
      target: "pcx-ab",
    },
    {
      name: "the same block, a longer entry for other addresses before it",
      cidrs: ["192.0.2.0/24"],
      list: ["192.0.2.128/25", "192.0.2.0/24"],
      address: "192.0.2.9",
      target: "pcx-ab",
    },
    {
      name: "a longer entry after a shorter one that holds it",
      cidrs: ["192.0.2.0/24"],
      list: ["192.0.2.0/23", "192.0.2.0/25"],
      address: "192.0.2.9",
      target: "nat-a",
    },
  ];

  it.each(cases)("$name", ({ cidrs, list, address, target }) => {
    const facts = networkFacts({
      change: (network) => {
        for (const cidr of cidrs)
          addRoute(network, "rtb-prv", { DestinationCidrBlock: cidr, VpcPeeringConnectionId: "pcx-ab" });
        addRoute(network, "rtb-prv", { DestinationPrefixListId: "pl-own", NatGatewayId: "nat-a" });
      },
      more: [
        {
          service: "ec2",
          operation: "GetManagedPrefixListEntries",
          params: { PrefixListId: "pl-own" },
          response: { Entries: list.map((Cidr) => ({ Cidr })) },
        },
      ],
    });
    const table = facts.get("AWS::EC2::RouteTable", "rtb-prv");
    const routed = table ? routesFor(facts, table, rangesOf([address])) : [];
    expect(routed.map((one) => one.route?.id)).toEqual([target]);
  });
});
