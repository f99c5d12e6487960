import { intersect, overlaps, subtract } from "./address-range.ts";
import type { AddressSet, Family } from "./address-range.ts";

export type Protocol = "tcp" | "udp" | "icmp";

/** Ports, both ends included; for ICMP the message type. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** What a packet is apart from its addresses: protocol, IP version and the ports that it is sent to. */
export interface Packet {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly ports: PortRange;
}

/** Packets that differ in the far address and the port: every address together with every port. */
export interface Traffic {
  readonly addresses: AddressSet;
  readonly ports: PortRange;
}

/** Takes from `traffic` what `cut` covers. */
export function withoutTraffic(traffic: readonly Traffic[], cut: Traffic): readonly Traffic[] {
  return traffic.flatMap((one) => {
    const shared = intersect(one.addresses, cut.addresses);
    const from = Math.max(one.ports.from, cut.ports.from);
    const to = Math.min(one.ports.to, cut.ports.to);
    if (shared.length === 0 || from > to) return [one];
    const others = subtract(one.addresses, cut.addresses);
    return [
      ...(others.length > 0 ? [{ addresses: others, ports: one.ports }] : []),
      ...(one.ports.from < from
        ? [{ addresses: shared, ports: { from: one.ports.from, to: from - 1 } }]
        : []),
      ...(to < one.ports.to ? [{ addresses: shared, ports: { from: to + 1, to: one.ports.to } }] : []),
    ];
  });
}

/** The part of `traffic` that `other` covers. */
export function sharedTraffic(traffic: readonly Traffic[], other: Traffic): readonly Traffic[] {
  return traffic.flatMap((one) => {
    const addresses = intersect(one.addresses, other.addresses);
    const from = Math.max(one.ports.from, other.ports.from);
    const to = Math.min(one.ports.to, other.ports.to);
    return addresses.length === 0 || from > to ? [] : [{ addresses, ports: { from, to } }];
  });
}

export function meets(traffic: readonly Traffic[], other: Traffic): boolean {
  return traffic.some(
    (one) =>
      overlaps(one.addresses, other.addresses) &&
      one.ports.from <= other.ports.to &&
      other.ports.from <= one.ports.to,
  );
}

/** Every address that is in some of the traffic. */
export function addressesOf(traffic: readonly Traffic[]): AddressSet {
  return traffic.reduce<AddressSet>((set, one) => [...set, ...subtract(one.addresses, set)], []);
}

/** Which ports the system at the start of a connection draws its own from. */
export type ClientKind = "instance" | "internet" | "nat-gateway" | "load-balancer" | "function";

/**
 * Ephemeral ports by client (VPC User Guide, Custom network ACLs, Ephemeral ports): Linux kernels 32768–60999, the guide's example for
 * clients on the internet 32768–65535, NAT gateways, Elastic Load Balancing and Lambda 1024–65535.
 */
export function ephemeralPorts(client: ClientKind): PortRange {
  if (client === "instance") return { from: 32768, to: 60999 };
  if (client === "internet") return { from: 32768, to: 65535 };
  return { from: 1024, to: 65535 };
}

/** The request: to `port`, or an echo request (ICMP type 8, ICMPv6 type 128). */
export function requestPacket(protocol: Protocol, family: Family, port: number): Packet {
  if (protocol !== "icmp") return { protocol, family, ports: { from: port, to: port } };
  const type = family === 4 ? 8 : 128;
  return { protocol, family, ports: { from: type, to: type } };
}

/** The answer: to the port that the client drew, or an echo reply (ICMP type 0, ICMPv6 type 129). */
export function answerPacket(request: Packet, client: ClientKind): Packet {
  if (request.protocol !== "icmp") return { ...request, ports: ephemeralPorts(client) };
  const type = request.family === 4 ? 0 : 129;
  return { ...request, ports: { from: type, to: type } };
}

/** `tcp/443`, `udp/1024-65535`, `icmp echo request`. */
export function formatPacket({ protocol, ports }: Packet): string {
  if (protocol !== "icmp") return `${protocol}/${formatPorts(ports)}`;
  if (ports.from === 8 || ports.from === 128) return "icmp echo request";
  return ports.from === 0 || ports.from === 129 ? "icmp echo reply" : `icmp type ${ports.from}`;
}

export function formatPorts({ from, to }: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`;
}

const protocolNumbers: Readonly<Record<string, string>> = {
  tcp: "6",
  udp: "17",
  icmp: "1",
  icmpv6: "58",
  all: "-1",
};

/** True when a rule's protocol (number or name, `-1` for all) covers the packet's. */
export function coversProtocol(ruleProtocol: string, packet: Packet): boolean {
  const written = ruleProtocol.toLowerCase();
  const number = protocolNumbers[written] ?? written;
  if (number === "-1") return true;
  if (packet.protocol === "icmp") return number === (packet.family === 4 ? "1" : "58");
  return number === protocolNumbers[packet.protocol];
}

export const everyPort: PortRange = { from: 0, to: 65535 };
