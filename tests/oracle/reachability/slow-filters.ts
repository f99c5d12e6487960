import { holds } from "./block.ts";
import type { Acl, Group, GroupRule, Instance } from "./network.ts";
import { isV4 } from "./packet.ts";
import type { Packet, Walk, Way } from "./packet.ts";
import { listed } from "./slow-routes.ts";

export function mustRun(walk: Walk, instance: Instance, way: Way): void {
  if (!instance.running) walk.block([instance.id, instance.card], [way]);
}

/** Rules only allow; those of all groups of an interface add up; answers are tracked and need no rule (VPC User Guide, Security groups). */
export function groups(
  walk: Walk,
  own: Instance,
  way: "in" | "out",
  packet: Packet,
  other?: Instance,
  required = true,
): void {
  const address = way === "in" ? packet.source : packet.target;
  const carried = walk.network.groups.filter((group) => own.groups.includes(group.id));
  for (const group of carried) {
    for (const rule of rulesOf(group, way)) {
      if (covers(rule, packet) && names(walk, rule, address, own, other)) return;
    }
  }
  for (const group of carried)
    walk.block([group.id], [way], required && !stale(walk, carried, way, packet, other));
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
    if (peer.kind === "list" && listed(walk.network, peer.list).some((cidr) => holds(cidr, address)))
      return true;
    if (peer.kind !== "group" || !other?.groups.includes(peer.group)) continue;
    if (own.vpc === other.vpc) return true;
    const joins = (vpc: string) => (one: { requester: string; accepter: string }) =>
      one.requester === vpc || one.accepter === vpc;
    const shared = walk.network.peerings.filter(joins(own.vpc)).filter(joins(other.vpc));
    if (shared.some((one) => one.state === "active")) return true;
  }
  return false;
}

/** Whether only the dead peering keeps a rule from admitting the packet: then the fault is the peering's. */
function stale(
  walk: Walk,
  carried: readonly Group[],
  way: "in" | "out",
  packet: Packet,
  other?: Instance,
): boolean {
  if (!other) return false;
  return carried.some((group) =>
    rulesOf(group, way).some(
      (rule) =>
        covers(rule, packet) &&
        rule.peers.some((peer) => peer.kind === "group" && other.groups.includes(peer.group)),
    ),
  );
}

/** "Rules are evaluated starting with the lowest numbered rule"; the first that matches decides, and what no rule matches is denied. */
export function acl(
  walk: Walk,
  subnetId: string,
  egress: boolean,
  packet: Packet,
  way: Way | readonly Way[],
  required = true,
): void {
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
