import { edges, holds } from "./block.ts";
import type { Network } from "./network.ts";

/** The ends of the range, and every port where some ACL rule begins or ends, with its neighbours. */
export function clientPorts(network: Network, first: number, last: number): readonly number[] {
  const ports = new Set([first, last]);
  for (const list of network.acls)
    for (const rule of list.rules)
      for (const port of [rule.from - 1, rule.from, rule.to, rule.to + 1])
        if (first <= port && port <= last) ports.add(port);
  return [...ports];
}

/** Every address at which any rule or route begins or ends, within the block that was asked about: of `internet`, those that are public. */
export function addressesOf(network: Network, asked: string): readonly string[] {
  const blocks = asked === "internet" ? ["0.0.0.0/0"] : [asked];
  const cidrs = [
    ...network.tables.flatMap((one) => one.routes.map((route) => route.destination)),
    ...network.acls.flatMap((one) => one.rules.map((rule) => rule.cidr)),
    ...network.groups
      .flatMap((one) => [...one.inbound, ...one.outbound])
      .flatMap((rule) => rule.peers.flatMap((peer) => (peer.kind === "cidr" ? [peer.cidr] : []))),
    ...network.prefixLists.flatMap((one) => one.cidrs),
    ...special,
    ...blocks,
  ].filter((cidr) => !cidr.startsWith("pl-"));
  const addresses = new Set(
    cidrs.flatMap(edges).filter((address) => blocks.some((block) => holds(block, address))),
  );
  if (asked !== "internet") return [...addresses];
  return [...addresses].filter((address) => !special.some((cidr) => holds(cidr, address)));
}

/** What is no public IPv4 address: IANA's IPv4 Special-Purpose Address Registry, multicast and reserved blocks. */
const special: readonly string[] = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
