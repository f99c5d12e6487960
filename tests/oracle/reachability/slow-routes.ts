import { holds } from "./block.ts";
import type { Network, Route, Table } from "./network.ts";

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
  for (const route of table.routes.toSorted(
    (a, b) => Number(a.destination.startsWith("pl-")) - Number(b.destination.startsWith("pl-")),
  )) {
    const cidrs = route.destination.startsWith("pl-")
      ? listed(network, route.destination)
      : [route.destination];
    for (const cidr of cidrs) {
      const bits = Number(cidr.split("/")[1]);
      if (holds(cidr, destination) && (!best || bits > best.bits)) best = { route, bits };
    }
  }
  return best?.route;
}

export function listed(network: Network, id: string): readonly string[] {
  return network.prefixLists.find((one) => one.id === id)?.cidrs ?? [];
}

/** An internet gateway, or an egress-only one, works only for the VPC to which it is attached. */
export function leadsOut(network: Network, route: Route, vpc: string): boolean {
  const gateways = [...network.internetGateways, ...network.egressOnlyGateways];
  return route.state === "active" && gateways.some((one) => one.id === route.id && one.vpc === vpc);
}
