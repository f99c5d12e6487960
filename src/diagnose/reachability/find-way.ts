import type { Facts } from "../../core/facts.ts";
import { strings, text } from "../../facts/reader.ts";
import { overlaps, subtract } from "./address-range.ts";
import type { AddressSet } from "./address-range.ts";
import { throughAppliance, throughEndpoint, throughVpnGateway } from "./appliance-route.ts";
import { nowhere, routePasses, routeWrong } from "./gateway-route.ts";
import { throughEgressOnlyGateway, throughInternetGateway } from "./internet-gateway.ts";
import { citeQuery } from "./known.ts";
import { throughNatGateway } from "./nat-gateway.ts";
import { throughPeering } from "./peering.ts";
import type { Place } from "./place.ts";
import { routesFor, tableOf, vpcAddresses } from "./route-table.ts";
import type { RouteTarget, Routed } from "./route-table.ts";
import { formatSet } from "./security-group.ts";
import { blocks, passes, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { throughTransitGateway } from "./transit-gateway.ts";
import { outward, routeStage } from "./way.ts";
import type { Routing, Way, WayInput } from "./way.ts";

/** The way from a place in a subnet to another place, by the route table of that subnet. Several routes may share the destination. */
export function findWay(input: WayInput): Way {
  const { facts, from, to, phase } = input;
  const subnet = from.subnet;
  if (from.where !== "subnet" || !subnet)
    return { steps: [], kind: "opaque", sender: from, keepsGroups: false };
  const vpcId = from.vpcId ?? text(subnet.data, "VpcId");
  const found = tableOf(facts, subnet.id, vpcId);
  const stage = routeStage(phase);
  if (found.kind === "unknown") {
    return nowhere(
      input,
      unknown(
        {
          component: subnet,
          direction: outward(phase),
          stage,
          why: "its route table is not known",
          evidence: [],
        },
        found.missing,
      ),
    );
  }
  const { table, explicit } = found;
  const base = { ...input, table, explicit, subnet, vpcId };
  if (to.where === "service") return toService(base);
  const ways = routesFor(facts, table, routedAddresses(facts, to, vpcId)).map((routed) =>
    wayOfPart(base, routed),
  );
  return together(input, ways);
}

/** The addresses that routes are looked up for. A VPC's own range, public as its IPv6 addresses are, is not the internet. */
export function routedAddresses(facts: Facts, to: Place, vpcId: string): AddressSet {
  if (to.where !== "internet") return to.routedAs ?? to.addresses;
  return to.addresses.length > 1 || !to.all || isWide(to.addresses)
    ? subtract(to.addresses, vpcAddresses(facts, vpcId))
    : to.addresses;
}

function isWide(addresses: AddressSet): boolean {
  return addresses.some((range) => range.first !== range.last);
}

type Base = Omit<Routing, "routed">;

function wayOfPart(base: Base, routed: Routed): Way {
  const { facts, from, to, table, explicit, subnet, vpcId, phase } = base;
  const input = { component: table, direction: outward(phase), stage: routeStage(phase) };
  if (routed.uncertain.length > 0) {
    const why = "a route names a prefix list whose entries are not known, so which route wins cannot be told";
    return nowhere(
      base,
      unknown({ ...input, why, evidence: [facts.cite(table, "/Routes")] }, ...routed.uncertain),
    );
  }
  const { route } = routed;
  if (!route) {
    const own = explicit ? "" : `; ${subnet.id} has no association of its own and uses this main table`;
    const why = `no route to ${to.where === "internet" && to.addresses.length > 1 ? "the internet" : formatSet(routed.part)}${own}`;
    const missing: Step = blocks(
      {
        ...input,
        why,
        evidence: [
          absenceOf(base, routed.part),
          ...(explicit ? [] : facts.citeAbsence(...mainEvidence(base))),
        ],
      },
      {
        kind: "route",
        table,
        explicit,
        subnetId: subnet.id,
        vpcId,
        destination: routed.part,
        problem: "absent",
        towards: to,
        from,
        answering: phase === "return",
      },
    );
    return nowhere(base, missing);
  }
  return ways[route.target]({ ...base, routed: { ...routed, route } });
}

const ways: Readonly<Record<RouteTarget, (routing: Routing) => Way>> = {
  local: locally,
  "internet-gateway": throughInternetGateway,
  "egress-only-gateway": throughEgressOnlyGateway,
  "nat-gateway": (routing) => throughNatGateway(routing, findWay),
  peering: throughPeering,
  "transit-gateway": throughTransitGateway,
  endpoint: throughEndpoint,
  "vpn-gateway": throughVpnGateway,
  interface: throughAppliance,
  other: throughAppliance,
};

function locally(routing: Routing): Way {
  const { from, to, vpcId, routed } = routing;
  if (to.where === "subnet" && to.vpcId === vpcId)
    return {
      steps: [routePasses(routing, "the VPC itself")],
      kind: "local",
      sender: from,
      keepsGroups: true,
    };
  return nowhere(
    routing,
    routeWrong(
      routing,
      `${formatSet(routed.part)} belongs to ${vpcId}'s own range ${routed.route.destination}, so packets stay there`,
    ),
  );
}

/** A gateway endpoint is reached by the prefix list route that its association puts into the table (PrivateLink Guide, Gateway endpoints). */
function toService(base: Base): Way {
  const { facts, from, to, table, explicit, subnet, vpcId, phase } = base;
  const routes = table.data["Routes"];
  const index = Array.isArray(routes)
    ? routes.findIndex((route) => text(route, "GatewayId") === to.owner?.id)
    : -1;
  const input = { component: table, direction: outward(phase), stage: routeStage(phase) };
  const named = to.owner && strings(to.owner.data, "RouteTableIds").includes(table.id) ? to.owner : undefined;
  if (index >= 0 || named) {
    const why = `the service's prefix list leads to ${to.owner?.id}`;
    const evidence = named ? facts.cite(named, "/RouteTableIds") : facts.cite(table, `/Routes/${index}`);
    return {
      steps: [passes({ ...input, why, evidence: [evidence] })],
      kind: "service",
      sender: from,
      keepsGroups: false,
    };
  }
  const why = `no route leads to ${to.owner?.id}: the endpoint is not associated with this table`;
  const evidence = [citeQuery(table, "/Routes", `[?GatewayId=='${to.owner?.id}']`)];
  return nowhere(
    base,
    blocks(
      { ...input, why, evidence },
      {
        kind: "route",
        table,
        explicit,
        subnetId: subnet.id,
        vpcId,
        destination: to.addresses,
        problem: "absent",
        towards: to,
        from,
        answering: phase === "return",
      },
    ),
  );
}

/** Parts of one destination may go different ways; a difference stays visible in the steps. */
function together(input: WayInput, ways: readonly Way[]): Way {
  const [first, ...others] = ways;
  if (!first) return nowhere(input);
  if (others.length === 0) return first;
  const main = ways.find((way) => way.kind !== "nowhere" && way.kind !== "service") ?? first;
  return {
    ...main,
    steps: ways.flatMap((way) => way.steps),
    skipsAclOf: ways.flatMap((way) => way.skipsAclOf ?? []),
  };
}

function absenceOf({ table, to }: Base, part: AddressSet): ReturnType<typeof citeQuery> {
  const [range] = part;
  const member = range?.family === 6 ? "DestinationIpv6CidrBlock" : "DestinationCidrBlock";
  const world = range?.family === 6 ? "::/0" : "0.0.0.0/0";
  const local =
    to.vpcId !== undefined && overlaps(to.addresses, part)
      ? ` || ${member}=='${formatSet(to.addresses)}'`
      : "";
  return citeQuery(table, "/Routes", `[?${member}=='${world}'${local}]`);
}

function mainEvidence({ facts, subnet }: Base): Parameters<typeof facts.citeAbsence> {
  const read = facts.within(subnet).read("ec2", "DescribeRouteTables");
  return [
    read ?? {
      service: "ec2",
      operation: "DescribeRouteTables",
      params: {},
      account: "",
      region: "",
      pages: [],
      complete: false,
    },
    "/RouteTables",
    `[].Associations[?SubnetId=='${subnet.id}'][]`,
  ];
}
