import { holds } from "./block.ts";
import type { Instance, Table, TransitAttachment, TransitRoute } from "./network.ts";
import { anyWay } from "./packet.ts";
import type { Packet, Walk, Way } from "./packet.ts";
import { acl } from "./slow-filters.ts";
import { routeFor } from "./slow-routes.ts";

interface Journey {
  readonly from: Pick<Instance, "vpc" | "subnet">;
  readonly to: Pick<Instance, "vpc" | "subnet">;
  readonly packet: Packet;
  /** Of the subnet that it leaves. */
  readonly table: Table;
  readonly way: "out" | "return-out";
  /** False where something before it is dead anyway: it is open what else would be found. */
  readonly isSure?: boolean;
}

/** One way between two VPCs on a transit gateway (VPC Transit Gateways guide: VPC attachments, route tables, network ACLs). */
export function overTransit(walk: Walk, { from, to, packet, table, way, isSure = true }: Journey): void {
  const route = routeFor(walk.network, table, packet.target);
  const isLed = route?.target === "transit";
  if (!isLed) walk.block([table.id, route?.id ?? table.id], [way], isSure);
  const gateway = walk.network.transit;
  if (!gateway) return;
  const lives = isSure && isLed && gateway.state === "available";
  if (gateway.state !== "available") walk.block([gateway.id, table.id], anyWay, isSure && isLed);
  const leave = gateway.attachments.find((one) => one.vpc === from.vpc);
  const enter = gateway.attachments.find((one) => one.vpc === to.vpc);
  if (!leave || !enter) return walk.block([gateway.id, table.id], anyWay, isSure);
  for (const attachment of [leave, enter])
    if (attachment.state !== "available") walk.block([attachment.id], anyWay, lives);
  const works = lives && leave.state === "available" && enter.state === "available";
  // "Traffic is forwarded only when the transit gateway has an attachment in a subnet in the same Availability Zone."
  const isNear = inZone(walk, leave, from.subnet);
  if (!isNear) walk.block([leave.id, table.id], anyWay, works);
  const carries = works && isNear;
  const ways: readonly Way[] = way === "out" ? ["out", "in"] : ["return-out", "return-in"];
  // Of the gateway's own subnets, inbound rules judge what comes from the machines, outbound rules what goes to them.
  acl(walk, leave.subnets[0] ?? "", false, packet, ways, carries);
  acl(walk, enter.subnets[0] ?? "", true, packet, ways, carries && inZone(walk, enter, to.subnet));
  const used = gateway.tables.find((one) => one.id === leave.table);
  // What comes from an attachment is routed by the table with which it is associated.
  if (!used) return walk.block([leave.id], anyWay, carries);
  const next = longest(used.routes, packet.target);
  if (next?.attachment !== enter.id) walk.block([used.id, next?.attachment ?? used.id], anyWay, carries);
}

function inZone(walk: Walk, attachment: TransitAttachment, subnet: string): boolean {
  const zoneOf = (id: string) => walk.network.subnets.find((one) => one.id === id)?.zone;
  return attachment.subnets.some((id) => zoneOf(id) === zoneOf(subnet));
}

/** The longest prefix; of equals static before propagated (Route evaluation order). */
function longest(routes: readonly TransitRoute[], address: string): TransitRoute | undefined {
  let best: TransitRoute | undefined;
  const bits = (route: TransitRoute) => Number(route.cidr.split("/")[1]);
  for (const route of routes.toSorted(
    (a, b) => Number(a.type === "propagated") - Number(b.type === "propagated"),
  ))
    if (holds(route.cidr, address) && (!best || bits(route) > bits(best))) best = route;
  return best;
}
