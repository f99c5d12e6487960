import type { Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { intersect, parseRange, rangesOf, sizeOf, subtract } from "./address-range.ts";
import type { AddressRange, AddressSet } from "./address-range.ts";
import { completeRead, missingRead } from "./known.ts";
import { prefixListEntries } from "./prefix-list.ts";

export type TableOf =
  | {
      readonly kind: "found";
      readonly table: Resource;
      /** False: the main table, for want of an association. */ readonly explicit: boolean;
    }
  | { readonly kind: "unknown"; readonly missing: Missing };

/** The route table of a subnet: the one it is associated with, else the VPC's main table (VPC User Guide, Subnet route tables). */
export function tableOf(facts: Facts, subnetId: string, vpcId: string): TableOf {
  const tables = facts.all("AWS::EC2::RouteTable");
  const own = tables.find((table) => associations(table).some((one) => text(one, "SubnetId") === subnetId));
  if (own) return { kind: "found", table: own, explicit: true };
  // The list that counts is that of the subnet's own account and region.
  const subnet = facts.get("AWS::EC2::Subnet", subnetId);
  const here = subnet ? facts.within(subnet) : facts;
  const missing = missingRead(here, "DescribeRouteTables");
  if (!completeRead(here, "DescribeRouteTables")) return { kind: "unknown", missing };
  const main = tables.find(
    (table) => text(table.data, "VpcId") === vpcId && associations(table).some((one) => one["Main"] === true),
  );
  if (main) return { kind: "found", table: main, explicit: false };
  // Tables of a VPC that belongs to another account are not listed here.
  return {
    kind: "unknown",
    missing: { ...missing, why: `no route table of ${vpcId} is visible from this account` },
  };
}

function associations(table: Resource): readonly JsonObject[] {
  return objects(table.data, "Associations").filter(
    (one) => !["disassociated", "disassociating", "failed"].includes(text(one["AssociationState"], "State")),
  );
}

export type RouteTarget =
  | "local"
  | "internet-gateway"
  | "egress-only-gateway"
  | "nat-gateway"
  | "peering"
  | "transit-gateway"
  | "endpoint"
  | "vpn-gateway"
  | "interface"
  | "other";

/** The part of a destination that one route of a table takes. */
export interface Routed {
  readonly part: AddressSet;
  /** Undefined where no route matches. */
  readonly route?: {
    readonly index: number;
    readonly target: RouteTarget;
    readonly id: string;
    readonly data: JsonObject;
    readonly destination: string;
  };
  /** A prefix list whose entries are not known may take this part or not. */
  readonly uncertain: readonly Missing[];
}

interface Candidate {
  readonly range: AddressRange;
  readonly index: number;
  readonly data: JsonObject;
}

/**
 * Splits a destination by the routes that win for its parts: the longest prefix that contains an address decides, whatever stands behind
 * it; of equally long ones the local route, then static before propagated, then prefix lists (VPC User Guide, Route priority).
 */
export function routesFor(facts: Facts, table: Resource, destination: AddressSet): readonly Routed[] {
  const { candidates, hidden } = candidatesOf(facts, table, destination);
  let rest = destination;
  const parts = new Map<number, AddressSet>();
  for (const { range, index } of candidates) {
    const part = intersect(rest, [range]);
    if (part.length === 0) continue;
    parts.set(index, [...(parts.get(index) ?? []), ...part]);
    rest = subtract(rest, [range]);
  }
  const routes = objects(table.data, "Routes");
  const found = [...parts].flatMap(([index, part]): readonly Routed[] => {
    const data = routes[index];
    return data
      ? [
          {
            part,
            route: { index, data, destination: destinationOf(data), ...targetOf(data) },
            uncertain: hidden,
          },
        ]
      : [];
  });
  return rest.length > 0 ? [...found, { part: rest, uncertain: hidden }] : found;
}

function candidatesOf(
  facts: Facts,
  table: Resource,
  destination: AddressSet,
): { readonly candidates: readonly Candidate[]; readonly hidden: readonly Missing[] } {
  const hidden: Missing[] = [];
  const wide = destination.some((range) => sizeOf(range) > 1n << 24n);
  const candidates = objects(table.data, "Routes").flatMap((data, index): readonly Candidate[] => {
    const list = text(data, "DestinationPrefixListId");
    if (list === "") {
      const range = parseRange(text(data, "DestinationCidrBlock") || text(data, "DestinationIpv6CidrBlock"));
      return range ? [{ range, index, data }] : [];
    }
    const entries = prefixListEntries(facts, list);
    if (entries.known) return entries.blocks.map((range) => ({ range, index, data }));
    // A service's own list (S3, DynamoDB) is a sliver of the internet: for the whole of it, it decides nothing.
    if (!(wide && targetOf(data).target === "endpoint")) hidden.push(entries.missing);
    return [];
  });
  return { candidates: candidates.toSorted(byPriority), hidden };
}

function byPriority(a: Candidate, b: Candidate): number {
  const size = sizeOf(a.range) - sizeOf(b.range);
  if (size !== 0n) return size < 0n ? -1 : 1;
  return rank(a.data) - rank(b.data);
}

function rank(route: JsonObject): number {
  if (text(route, "GatewayId") === "local") return 0;
  if (text(route, "Origin") === "EnableVgwRoutePropagation") return 3;
  return text(route, "DestinationPrefixListId") === "" ? 1 : 2;
}

/** Destination as the route writes it. */
export function destinationOf(route: JsonObject): string {
  return (
    text(route, "DestinationCidrBlock") ||
    text(route, "DestinationIpv6CidrBlock") ||
    text(route, "DestinationPrefixListId")
  );
}

export function targetOf(route: JsonObject): { readonly target: RouteTarget; readonly id: string } {
  const members: readonly (readonly [string, RouteTarget])[] = [
    ["NatGatewayId", "nat-gateway"],
    ["VpcPeeringConnectionId", "peering"],
    ["TransitGatewayId", "transit-gateway"],
    ["EgressOnlyInternetGatewayId", "egress-only-gateway"],
    ["NetworkInterfaceId", "interface"],
    ["InstanceId", "interface"],
    ["LocalGatewayId", "other"],
    ["CarrierGatewayId", "other"],
    ["CoreNetworkArn", "other"],
  ];
  const gateway = text(route, "GatewayId");
  if (gateway === "local") return { target: "local", id: "local" };
  if (gateway.startsWith("igw-")) return { target: "internet-gateway", id: gateway };
  if (gateway.startsWith("vpce-")) return { target: "endpoint", id: gateway };
  if (gateway.startsWith("vgw-")) return { target: "vpn-gateway", id: gateway };
  const named = members.find(([member]) => text(route, member) !== "");
  if (named) return { target: named[1], id: text(route, named[0]) };
  return { target: "other", id: gateway };
}

/** Addresses of a VPC: its IPv4 and IPv6 blocks that are associated. */
export function vpcAddresses(facts: Facts, vpcId: string): AddressSet {
  const vpc = facts.get("AWS::EC2::VPC", vpcId);
  if (!vpc) return [];
  const associated = (list: string, member: string, state: string) =>
    objects(vpc.data, list)
      .filter((one) => text(one[state], "State") !== "disassociated")
      .map((one) => text(one, member));
  return rangesOf([
    text(vpc.data, "CidrBlock"),
    ...associated("CidrBlockAssociationSet", "CidrBlock", "CidrBlockState"),
    ...associated("Ipv6CidrBlockAssociationSet", "Ipv6CidrBlock", "Ipv6CidrBlockState"),
  ]);
}

/** Addresses of a subnet. */
export function subnetAddresses(subnet: Resource): AddressSet {
  return rangesOf([
    text(subnet.data, "CidrBlock"),
    ...objects(subnet.data, "Ipv6CidrBlockAssociationSet").map((one) => text(one, "Ipv6CidrBlock")),
  ]);
}
