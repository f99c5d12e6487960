import { digits, edges, holds } from "./block.ts";
import type { Acl, Group, GroupRule, Instance, NatGateway, Network, Question, Route, Table } from "./network.ts";
import { isInstance } from "./network.ts";

/**
 * A second opinion on reachability, written from the VPC User Guide and the VPC Peering Guide alone: it sends packets one at a time, each with
 * an address and a port of its own, and asks every component on the way whether it lets that packet pass. No sets, no shortcuts; it is slow,
 * and should be obvious. It shares no code with the analyzer.
 */
export interface Verdict {
  readonly reachable: boolean;
  readonly blockers: readonly Blocker[];
}

export type Way = "out" | "in" | "return-out" | "return-in";

/** One fault. Any of `ids` may be named for it (a route and the dead gateway it names), with any of `ways`. */
export interface Blocker {
  readonly ids: readonly string[];
  readonly ways: readonly Way[];
  /** False where it blocks only behind something that is dead anyway: naming it is right, and so is leaving it out. */
  readonly required: boolean;
}

interface Packet {
  readonly source: string;
  readonly target: string;
  readonly protocol: "tcp" | "udp" | "icmp";
  readonly port: number;
  /** Of icmp: 8 asks and 0 answers (RFC 792); over IPv6 128 and 129 (RFC 4443). */
  readonly icmpType: number;
}

interface Walk {
  readonly network: Network;
  readonly protocol: Packet["protocol"];
  readonly port: number;
  block(ids: readonly string[], ways: readonly Way[], required?: boolean): void;
}

const anyWay: readonly Way[] = ["out", "in", "return-out", "return-in"];

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
  const from = isInstance(network, question.from);
  const to = isInstance(network, question.to);
  const isV6 = question.from.includes(":") || question.to.includes(":");
  if (from && to) {
    for (const port of clientPorts(network, 32768, 60999)) insideToInside(walk, from, to, port, isV6);
  } else if (from) {
    for (const address of outsideAddresses(network, question.to)) {
      for (const port of clientPorts(network, 32768, 60999)) insideToOutside(walk, from, address, port);
    }
  } else if (to) {
    for (const address of outsideAddresses(network, question.from)) {
      for (const port of clientPorts(network, 32768, 65535)) outsideToInside(walk, address, to, port);
    }
  }
  return { reachable: !state.blocked, blockers: [...found.values()] };
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
  crossing(walk, { table: left, destination: target, vpcs: [from.vpc, to.vpc], way: "out", tables: [left.id, right.id] });
  crossing(walk, { table: right, destination: source, vpcs: [from.vpc, to.vpc], way: "return-out", tables: [left.id, right.id] });
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
  const leads = works && peering?.state === "active";
  if (works && !peering) walk.block([second.id, next?.id ?? "", nat.id, table.id], anyWay);
  if (works && peering && !leads) walk.block([peering.id, second.id, table.id], anyWay);
  const own = requestOf(walk, digits(nat.address), request.target);
  pastNat(walk, { from, nat, request, answer, own }, leads);
  groups(walk, to, "in", own, undefined, leads);
  acl(walk, to.subnet, false, own, "in", leads);
  const right = tableOf(walk.network, to.subnet);
  const back = routeFor(walk.network, right, own.source);
  if (back?.target !== "peering") walk.block([right.id, back?.id ?? ""], ["return-out"], leads);
  for (const port of clientPorts(walk.network, 1024, 65535)) acl(walk, to.subnet, true, answerOf(walk, own, port), "return-out", leads);
  if (leads) return;
  // Where nothing leads there anyway, it is open whose address the far side would see.
  groups(walk, to, "in", request, from, false);
  acl(walk, to.subnet, false, request, "in", false);
  acl(walk, to.subnet, true, answer, "return-out", false);
  if (routeFor(walk.network, right, request.source)?.target !== "peering") walk.block([right.id], ["return-out"], false);
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
    if (isV4(destination) || !leadsOut(walk.network, route, from.vpc)) walk.block([route.id, table.id], anyWay);
    return;
  }
  if (route.target === "nat") return throughNat(walk, { from, table, route, request, answer });
  walk.block([table.id, route.id], anyWay);
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
  if (next.target !== "internet-gateway" || !leadsOut(walk.network, next, nat.vpc) || nat.publicAddress === undefined)
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
    walk.block([table.id, route.id], anyWay);
}

/** An internet gateway, or an egress-only one, works only for the VPC to which it is attached. */
function leadsOut(network: Network, route: Route, vpc: string): boolean {
  const gateways = [...network.internetGateways, ...network.egressOnlyGateways];
  return route.state === "active" && gateways.some((one) => one.id === route.id && one.vpc === vpc);
}

function mustRun(walk: Walk, instance: Instance, way: Way): void {
  if (!instance.running) walk.block([instance.id, instance.card], [way]);
}

/** Rules only allow; those of all groups of an interface add up; answers are tracked and need no rule (VPC User Guide, Security groups). */
function groups(walk: Walk, own: Instance, way: "in" | "out", packet: Packet, other?: Instance, required = true): void {
  const address = way === "in" ? packet.source : packet.target;
  const carried = walk.network.groups.filter((group) => own.groups.includes(group.id));
  for (const group of carried) {
    for (const rule of rulesOf(group, way)) {
      if (covers(rule, packet) && names(walk, rule, address, own, other)) return;
    }
  }
  for (const group of carried) walk.block([group.id], [way], required && !stale(walk, carried, way, packet, other));
}

function rulesOf(group: Group, way: "in" | "out"): readonly GroupRule[] {
  return way === "in" ? group.inbound : group.outbound;
}

function covers(rule: GroupRule, packet: Packet): boolean {
  if (rule.protocol === "-1") return true;
  if (packet.protocol === "icmp") {
    if (rule.protocol !== (isV4(packet.source) ? "icmp" : "icmpv6")) return false;
    return rule.from === -1 || (rule.from === packet.icmpType && (rule.to === -1 || rule.to === 0));
  }
  return rule.protocol === packet.protocol && rule.from <= packet.port && packet.port <= rule.to;
}

/** A rule that names a group means the interfaces that carry it, by their private addresses; in a peered VPC while the peering is active. */
function names(walk: Walk, rule: GroupRule, address: string, own: Instance, other?: Instance): boolean {
  for (const peer of rule.peers) {
    if (peer.kind === "cidr" && holds(peer.cidr, address)) return true;
    if (peer.kind === "list" && listed(walk.network, peer.list).some((cidr) => holds(cidr, address))) return true;
    if (peer.kind !== "group" || !other?.groups.includes(peer.group)) continue;
    if (own.vpc === other.vpc) return true;
    const joins = (vpc: string) => (one: { requester: string; accepter: string }) => one.requester === vpc || one.accepter === vpc;
    const shared = walk.network.peerings.filter(joins(own.vpc)).filter(joins(other.vpc));
    if (shared.some((one) => one.state === "active")) return true;
  }
  return false;
}

/** Whether only the dead peering keeps a rule from admitting the packet: then the fault is the peering's. */
function stale(walk: Walk, carried: readonly Group[], way: "in" | "out", packet: Packet, other?: Instance): boolean {
  if (!other) return false;
  return carried.some((group) =>
    rulesOf(group, way).some(
      (rule) => covers(rule, packet) && rule.peers.some((peer) => peer.kind === "group" && other.groups.includes(peer.group)),
    ),
  );
}

/** "Rules are evaluated starting with the lowest numbered rule"; the first that matches decides, and what no rule matches is denied. */
function acl(walk: Walk, subnetId: string, egress: boolean, packet: Packet, way: Way | readonly Way[], required = true): void {
  const subnet = walk.network.subnets.find((one) => one.id === subnetId);
  const found = walk.network.acls.find((one) => one.id === subnet?.acl);
  if (found && !admits(found, egress, packet)) walk.block([found.id], [way].flat(), required);
}

function admits(list: Acl, egress: boolean, packet: Packet): boolean {
  const address = egress ? packet.target : packet.source;
  for (const rule of list.rules.toSorted((a, b) => a.number - b.number)) {
    if (rule.egress !== egress || !holds(rule.cidr, address)) continue;
    if (rule.protocol === "-1") return rule.allow;
    if (rule.protocol !== numberOf(packet)) continue;
    const isIcmp = packet.protocol === "icmp";
    if (isIcmp && rule.from !== -1 && rule.from !== packet.icmpType) continue;
    if (isIcmp && rule.to > 0) continue;
    if (!isIcmp && (packet.port < rule.from || rule.to < packet.port)) continue;
    return rule.allow;
  }
  return false;
}

function numberOf(packet: Packet): string {
  if (packet.protocol === "tcp") return "6";
  if (packet.protocol === "udp") return "17";
  return isV4(packet.source) ? "1" : "58";
}

export function tableOf(network: Network, subnetId: string): Table {
  const subnet = network.subnets.find((one) => one.id === subnetId);
  const own = network.tables.find((one) => one.id === subnet?.table);
  const main = network.tables.find((one) => one.main && one.vpc === subnet?.vpc);
  const table = own ?? main;
  if (!table) throw new Error(`no route table for ${subnetId}`);
  return table;
}

/** "We use the most specific route that matches the traffic"; of equals, one with a CIDR block goes before one with a prefix list (Route priority). */
export function routeFor(network: Network, table: Table, destination: string): Route | undefined {
  let best: { route: Route; bits: number } | undefined;
  for (const route of table.routes.toSorted((a, b) => Number(a.destination.startsWith("pl-")) - Number(b.destination.startsWith("pl-")))) {
    const cidrs = route.destination.startsWith("pl-") ? listed(network, route.destination) : [route.destination];
    for (const cidr of cidrs) {
      const bits = Number(cidr.split("/")[1]);
      if (holds(cidr, destination) && (!best || bits > best.bits)) best = { route, bits };
    }
  }
  return best?.route;
}

function listed(network: Network, id: string): readonly string[] {
  return network.prefixLists.find((one) => one.id === id)?.cidrs ?? [];
}

function requestOf(walk: Walk, source: string, target: string): Packet {
  return { source, target, protocol: walk.protocol, port: walk.port, icmpType: isV4(source) ? 8 : 128 };
}

function answerOf(walk: Walk, request: Packet, clientPort: number): Packet {
  const { source, target } = request;
  return { source: target, target: source, protocol: walk.protocol, port: clientPort, icmpType: isV4(source) ? 0 : 129 };
}

function isV4(address: string): boolean {
  return address.length === 8;
}

function addressLike(instance: Instance, other: string): string {
  return digits(isV4(other) ? instance.address : (instance.address6 ?? ""));
}

/** The ends of the range, and every port where some ACL rule begins or ends, with its neighbours. */
function clientPorts(network: Network, first: number, last: number): readonly number[] {
  const ports = new Set([first, last]);
  for (const list of network.acls)
    for (const rule of list.rules)
      for (const port of [rule.from - 1, rule.from, rule.to, rule.to + 1])
        if (first <= port && port <= last) ports.add(port);
  return [...ports];
}

/** Every address at which any rule or route begins or ends, within the block that was asked about: of `internet`, those that are public. */
function outsideAddresses(network: Network, asked: string): readonly string[] {
  const blocks = asked === "internet" ? ["0.0.0.0/0"] : [asked];
  const cidrs = [
    ...network.tables.flatMap((one) => one.routes.map((route) => route.destination)),
    ...network.acls.flatMap((one) => one.rules.map((rule) => rule.cidr)),
    ...network.groups.flatMap((one) => [...one.inbound, ...one.outbound]).flatMap((rule) =>
      rule.peers.flatMap((peer) => (peer.kind === "cidr" ? [peer.cidr] : [])),
    ),
    ...network.prefixLists.flatMap((one) => one.cidrs),
    ...special,
    ...blocks,
  ].filter((cidr) => !cidr.startsWith("pl-"));
  const addresses = new Set(cidrs.flatMap(edges).filter((address) => blocks.some((block) => holds(block, address))));
  if (asked !== "internet") return [...addresses];
  return [...addresses].filter((address) => !special.some((cidr) => holds(cidr, address)));
}

/** What is no public IPv4 address: IANA's IPv4 Special-Purpose Address Registry, multicast and reserved blocks. */
const special: readonly string[] = [
  "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
  "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
];
