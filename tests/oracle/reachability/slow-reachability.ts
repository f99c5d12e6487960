import { digits, holds, written } from "./block.ts";
import { clientPorts, addressesOf } from "./boundaries.ts";
import type { Instance, NatGateway, Network, Question, Route, Table } from "./network.ts";
import { isInstance } from "./network.ts";
import { addressLike, answerOf, anyWay, isV4, requestOf } from "./packet.ts";
import type { Blocker, Packet, Walk, Way } from "./packet.ts";
import { acl, groups, mustRun } from "./slow-filters.ts";
import { leadsOut, routeFor, tableOf } from "./slow-routes.ts";
import { overTransit } from "./slow-transit.ts";

/**
 * A second opinion on reachability, written from the VPC User Guide and the VPC Peering Guide alone: it sends packets one at a time, each with
 * an address and a port of its own, and asks every component on the way whether it lets that packet pass. No sets, no shortcuts; it is slow,
 * and should be obvious. It shares no code with the analyzer.
 */
export interface Verdict {
  readonly reachable: boolean;
  readonly blockers: readonly Blocker[];
}

export function slowReachability(network: Network, question: Question): Verdict {
  const found = new Map<string, Blocker>();
  const state = { blocked: false };
  const walk: Walk = {
    network,
    protocol: question.protocol,
    port: question.port ?? 0,
    block: (ids, ways, required = true) => {
      state.blocked = true;
      const key = `${ids.join()} ${ways.join()}`;
      if (required || !found.has(key)) found.set(key, { ids, ways, required });
    },
  };
  const from = insiders(network, question.from);
  const to = insiders(network, question.to);
  const isV6 = question.from.includes(":") || question.to.includes(":");
  for (const client of from)
    for (const server of to)
      for (const port of clientPorts(network, 32768, 60999)) insideToInside(walk, client, server, port, isV6);
  for (const client of to.length > 0 ? [] : from)
    for (const address of addressesOf(network, question.to))
      for (const port of clientPorts(network, 32768, 60999)) insideToOutside(walk, client, address, port);
  for (const server of from.length > 0 ? [] : to)
    for (const address of addressesOf(network, question.from))
      for (const port of clientPorts(network, 32768, 65535)) outsideToInside(walk, address, server, port);
  return { reachable: !state.blocked, blockers: [...found.values()] };
}

/** The machine that is meant; of a block within a subnet one machine without groups for each address at an edge. None for the world outside. */
function insiders(network: Network, end: string): readonly Instance[] {
  const instance = isInstance(network, end);
  if (instance) return [instance];
  const [base = ""] = end.split("/");
  const subnet =
    end === "internet"
      ? undefined
      : network.subnets.find((one) => one.blocks.some((block) => holds(block, digits(base))));
  if (!subnet) return [];
  const anyone = { id: end, card: end, subnet: subnet.id, vpc: subnet.vpc, groups: [], running: true };
  return addressesOf(network, end).map((address) => ({ ...anyone, address: written(address) }));
}

function insideToInside(walk: Walk, from: Instance, to: Instance, clientPort: number, isV6: boolean): void {
  const source = isV6 ? digits(from.address6 ?? "") : digits(from.address);
  const target = isV6 ? digits(to.address6 ?? "") : digits(to.address);
  const request = requestOf(walk, source, target);
  const answer = answerOf(walk, request, clientPort);
  mustRun(walk, from, "out");
  mustRun(walk, to, "in");
  groups(walk, from, "out", request, to);
  const left = tableOf(walk.network, from.subnet);
  const route = routeFor(walk.network, left, target);
  const nat = walk.network.natGateways.find((one) => one.id === route?.id);
  if (from.vpc !== to.vpc && route && nat) {
    acl(walk, from.subnet, true, request, "out");
    acl(walk, from.subnet, false, answer, "return-in");
    return natToInside(walk, { from, to, nat, table: left, route, request, answer });
  }
  groups(walk, to, "in", request, from);
  // "Network ACLs control traffic entering and leaving the subnet": within one subnet there is no crossing.
  if (from.subnet === to.subnet) return;
  acl(walk, from.subnet, true, request, "out");
  acl(walk, to.subnet, false, request, "in");
  acl(walk, to.subnet, true, answer, "return-out");
  acl(walk, from.subnet, false, answer, "return-in");
  if (from.vpc === to.vpc) return;
  const right = tableOf(walk.network, to.subnet);
  if (walk.network.transit) {
    overTransit(walk, { from, to, packet: request, table: left, way: "out" });
    return overTransit(walk, { from: to, to: from, packet: answer, table: right, way: "return-out" });
  }
  crossing(walk, {
    table: left,
    destination: target,
    vpcs: [from.vpc, to.vpc],
    way: "out",
    tables: [left.id, right.id],
  });
  crossing(walk, {
    table: right,
    destination: source,
    vpcs: [from.vpc, to.vpc],
    way: "return-out",
    tables: [left.id, right.id],
  });
}

interface Crossing {
  readonly table: Table;
  readonly destination: string;
  readonly vpcs: readonly string[];
  readonly way: Way;
  readonly tables: readonly string[];
}

/** Another VPC is reached over a peering: "you must add a route to the route table" on both sides, and the peering must be active. */
function crossing(walk: Walk, { table, destination, vpcs, way, tables }: Crossing): void {
  const route = routeFor(walk.network, table, destination);
  if (!route) return walk.block([table.id], [way]);
  if (route.target !== "peering") return walk.block([table.id, route.id], [way]);
  const peering = walk.network.peerings.find((one) => one.id === route.id);
  const joins = peering && vpcs.includes(peering.requester) && vpcs.includes(peering.accepter);
  if (!joins || peering.state !== "active") return walk.block([route.id, ...tables], anyWay);
  if (route.state === "blackhole") return walk.block([route.id, table.id], anyWay);
}

interface NatToInside extends NatWalk {
  readonly to: Instance;
  readonly nat: NatGateway;
}

/** A NAT gateway whose own table knows the peering opens a connection of its own, from its private address, which no group stands for. */
function natToInside(walk: Walk, { from, to, nat, table, route, request, answer }: NatToInside): void {
  if (!isV4(request.target)) return walk.block([table.id, route.id], ["out"]);
  const works = nat.state === "available" && route.state === "active";
  if (!works) walk.block([nat.id, table.id], anyWay);
  const second = tableOf(walk.network, nat.subnet);
  const next = routeFor(walk.network, second, request.target);
  const peering = walk.network.peerings.find((one) => one.id === next?.id);
  const gateway = walk.network.transit?.state === "available" ? walk.network.transit : undefined;
  const leads = works && (peering?.state === "active" || (gateway !== undefined && next?.id === gateway.id));
  if (works && !leads) walk.block([next?.id ?? nat.id, second.id, nat.id, table.id], anyWay);
  const own = requestOf(walk, digits(nat.address), request.target);
  const right = tableOf(walk.network, to.subnet);
  pastNat(walk, { from, nat, request, answer, own }, leads);
  fromNat(walk, { nat, to, own, right, second }, leads);
  if (leads) return;
  // Where nothing leads there anyway, it is open whose address the far side would see.
  groups(walk, to, "in", request, from, false);
  acl(walk, to.subnet, false, request, "in", false);
  acl(walk, to.subnet, true, answer, "return-out", false);
  if (walk.network.transit)
    overTransit(walk, { from: to, to: from, packet: answer, table: right, way: "return-out", isSure: false });
  const back = routeFor(walk.network, right, request.source);
  const far = walk.network.peerings.find((one) => one.id === back?.id);
  if (far?.state !== "active") walk.block([right.id, ...(back ? [back.id] : [])], ["return-out"], false);
}

interface FromNat {
  readonly nat: NatGateway;
  readonly to: Instance;
  readonly own: Packet;
  readonly right: Table;
  readonly second: Table;
}

function fromNat(walk: Walk, { nat, to, own, right, second }: FromNat, isSure: boolean): void {
  groups(walk, to, "in", own, undefined, isSure);
  acl(walk, to.subnet, false, own, "in", isSure);
  const answers = clientPorts(walk.network, 1024, 65535).map((port) => answerOf(walk, own, port));
  for (const answer of answers) acl(walk, to.subnet, true, answer, "return-out", isSure);
  if (walk.network.transit) {
    overTransit(walk, { from: nat, to, packet: own, table: second, way: "out", isSure });
    for (const packet of answers)
      overTransit(walk, { from: to, to: nat, packet, table: right, way: "return-out", isSure });
    return;
  }
  const back = routeFor(walk.network, right, own.source);
  if (back?.target !== "peering") walk.block([right.id, back?.id ?? ""], ["return-out"], isSure);
}

function insideToOutside(walk: Walk, from: Instance, destination: string, clientPort: number): void {
  const source = addressLike(from, destination);
  const request = requestOf(walk, source, destination);
  const answer = answerOf(walk, request, clientPort);
  mustRun(walk, from, "out");
  groups(walk, from, "out", request);
  acl(walk, from.subnet, true, request, "out");
  acl(walk, from.subnet, false, answer, "return-in");
  const table = tableOf(walk.network, from.subnet);
  const route = routeFor(walk.network, table, destination);
  if (!route) return walk.block([table.id], ["out"]);
  if (route.target === "internet-gateway") {
    if (!leadsOut(walk.network, route, from.vpc)) walk.block([route.id, table.id], anyWay);
    // "Your instance must have a public IPv4 address": the gateway translates one to one. IPv6 addresses are public themselves.
    if (isV4(destination) && !from.publicAddress) walk.block([from.id, from.card, route.id], anyWay);
    return;
  }
  if (route.target === "egress-only") {
    if (isV4(destination) || !leadsOut(walk.network, route, from.vpc))
      walk.block([route.id, table.id], anyWay);
    return;
  }
  if (route.target === "nat") return throughNat(walk, { from, table, route, request, answer });
  walk.block([table.id, route.id, ...(route.target === "transit" ? transitParts(walk.network) : [])], anyWay);
}

/** Neither a peering nor a transit gateway of two VPCs leads on to the internet: whatever part of it is blamed. */
function transitParts(network: Network): readonly string[] {
  return [...(network.transit?.tables ?? []), ...(network.transit?.attachments ?? [])].map((one) => one.id);
}

interface NatWalk {
  readonly from: Instance;
  readonly table: Table;
  readonly route: Route;
  readonly request: Packet;
  readonly answer: Packet;
}

/** "The NAT gateway replaces the source IP address of the instances with the IP address of the NAT gateway": two journeys, each past the NAT's subnet's ACL. */
function throughNat(walk: Walk, { from, table, route, request, answer }: NatWalk): void {
  const nat = walk.network.natGateways.find((one) => one.id === route.id);
  if (!nat || !isV4(request.target)) return walk.block([route.id, table.id], anyWay);
  const works = nat.state === "available" && route.state === "active";
  if (!works) walk.block([nat.id, table.id], anyWay);
  const own = requestOf(walk, digits(nat.address), request.target);
  pastNat(walk, { from, nat, request, answer, own }, works);
  const second = tableOf(walk.network, nat.subnet);
  const next = routeFor(walk.network, second, request.target);
  if (!next) return walk.block([second.id], ["out"], works);
  // "If you route traffic from a private NAT gateway to an internet gateway, the internet gateway drops the traffic."
  if (
    next.target !== "internet-gateway" ||
    !leadsOut(walk.network, next, nat.vpc) ||
    nat.publicAddress === undefined
  )
    walk.block([second.id, next.id, nat.id, table.id], anyWay, works);
}

interface PastNat {
  readonly from: Instance;
  readonly nat: NatGateway;
  readonly request: Packet;
  readonly answer: Packet;
  readonly own: Packet;
}

/** In and out of the NAT gateway's subnet, both ways. Standing between the ends, its ACL may be said to let out or in. */
function pastNat(walk: Walk, { from, nat, request, answer, own }: PastNat, required: boolean): void {
  if (nat.subnet !== from.subnet) {
    acl(walk, nat.subnet, false, request, ["out", "in"], required);
    acl(walk, nat.subnet, true, answer, ["return-out", "return-in"], required);
  }
  acl(walk, nat.subnet, true, own, ["out", "in"], required);
  for (const port of clientPorts(walk.network, 1024, 65535))
    acl(walk, nat.subnet, false, answerOf(walk, own, port), ["return-out", "return-in"], required);
}

function outsideToInside(walk: Walk, source: string, to: Instance, clientPort: number): void {
  const request = requestOf(walk, source, addressLike(to, source));
  const answer = answerOf(walk, request, clientPort);
  mustRun(walk, to, "in");
  groups(walk, to, "in", request);
  acl(walk, to.subnet, false, request, "in");
  acl(walk, to.subnet, true, answer, "return-out");
  if (isV4(source) && !to.publicAddress) walk.block([to.id, to.card], anyWay);
  const gateways = walk.network.internetGateways;
  const table = tableOf(walk.network, to.subnet);
  const route = routeFor(walk.network, table, source);
  if (!gateways.some((one) => one.vpc === to.vpc))
    walk.block([to.vpc, to.id, to.card, ...gateways.map((one) => one.id)], anyWay, false);
  // The answer leaves by the subnet's own table; only the gateway by which the request came knows what to do with it.
  if (!route) return walk.block([table.id], ["return-out"]);
  if (route.target !== "internet-gateway" || !leadsOut(walk.network, route, to.vpc))
    walk.block(
      [table.id, route.id, ...(route.target === "transit" ? transitParts(walk.network) : [])],
      anyWay,
    );
}
