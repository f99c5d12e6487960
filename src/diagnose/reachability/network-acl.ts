import type { Direction } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { toPointer } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { covers, formatCidr, parseRange } from "./address-range.ts";
import type { AddressSet } from "./address-range.ts";
import { citeQuery, missingRead } from "./known.ts";
import type { Place } from "./place.ts";
import { formatSet } from "./security-group.ts";
import { blocks, passes, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import {
  addressesOf,
  coversProtocol,
  everyPort,
  formatPacket,
  meets,
  sharedTraffic,
  withoutTraffic,
} from "./traffic.ts";
import type { Packet, PortRange, Traffic } from "./traffic.ts";

export interface AclCheck {
  readonly facts: Facts;
  readonly subnet: Resource;
  readonly egress: boolean;
  readonly packet: Packet;
  /** The addresses at the far end: sources of what comes in, destinations of what goes out. */
  readonly remote: Pick<Place, "addresses" | "all">;
  readonly direction: Direction;
  readonly stage: number;
}

/**
 * What the network ACL of a subnet says to packets that cross the subnet's edge: rules in the order of their numbers, the first that
 * matches decides, and what none matches is denied (VPC User Guide, Network ACL rules). It keeps no state: answers are judged like requests.
 */
export function aclStep(check: AclCheck): Step {
  const { facts, subnet, egress, packet, remote, direction, stage } = check;
  const acl = aclOf(facts, subnet.id);
  if (!acl) {
    return unknown(
      {
        component: subnet,
        direction,
        stage,
        why: "which network ACL guards the subnet is not known",
        evidence: [],
      },
      missingRead(facts, "DescribeNetworkAcls"),
    );
  }
  const { denied, deciding } = judge(acl, check);
  const peer = `${egress ? "to" : "from"} ${formatSet(remote.addresses)}`;
  if (denied.length === 0) {
    return passes({
      component: acl,
      direction,
      stage,
      why: `lets ${formatPacket(packet)} ${egress ? "out" : "in"} ${peer}`,
      evidence: deciding.slice(0, 3).map(({ index }) => facts.cite(acl, toPointer("Entries", index))),
      rule: deciding[0]?.entry,
    });
  }
  const refused = addressesOf(denied);
  if (!remote.all && !covers(refused, remote.addresses)) {
    const why = `lets only some of ${formatSet(remote.addresses)} through, and which address it has is not known`;
    return unknown(
      { component: acl, direction, stage, why, evidence: [facts.cite(acl, "/Entries")] },
      { key: "address", why },
    );
  }
  return refusal(check, acl, denied, refused);
}

function refusal(
  { facts, subnet, egress, packet, remote, direction, stage }: AclCheck,
  acl: Resource,
  denied: readonly Denied[],
  refused: AddressSet,
): Step {
  const rule = denied.find((one) => one.entry !== undefined);
  const number = rule?.entry?.["RuleNumber"];
  const implicit = rule?.entry === undefined || number === 32767;
  const ports = denied[0]?.ports;
  const part =
    ports && (ports.from > packet.ports.from || ports.to < packet.ports.to)
      ? ` (refused: ports ${ports.from}-${ports.to})`
      : "";
  const peer = `${egress ? "to" : "from"} ${formatSet(remote.addresses)}`;
  const what = `${formatPacket(packet)} ${egress ? "out" : "in"} ${peer}${part}`;
  const why = implicit ? `no rule allows ${what}` : `rule ${JSON.stringify(number)} denies ${what}`;
  const evidence =
    implicit || rule?.index === undefined
      ? [
          absenceOf(
            acl,
            egress,
            packet,
            denied.find((one) => one.entry === undefined || one.entry["RuleNumber"] === 32767) ?? {
              addresses: refused,
              ports: packet.ports,
            },
          ),
        ]
      : [facts.cite(acl, toPointer("Entries", rule.index))];
  return blocks(
    { component: acl, direction, stage, why, evidence, rule: rule?.entry },
    {
      kind: "network-acl",
      acl,
      egress,
      packet,
      denied: refused,
      remote: remote.addresses,
      subnetId: subnet.id,
    },
  );
}

/** The ACL that a subnet is associated with. */
export function aclOf(facts: Facts, subnetId: string): Resource | undefined {
  return facts
    .all("AWS::EC2::NetworkAcl")
    .find((acl) =>
      objects(acl.data, "Associations").some((association) => text(association, "SubnetId") === subnetId),
    );
}

interface Denied extends Traffic {
  readonly entry?: JsonObject;
  readonly index?: number;
}

interface Decided {
  readonly denied: readonly Denied[];
  readonly deciding: readonly { readonly entry: JsonObject; readonly index: number }[];
}

function judge(acl: Resource, { egress, packet, remote }: AclCheck): Decided {
  const entries = objects(acl.data, "Entries")
    .map((entry, index) => ({ entry, index }))
    .filter(
      ({ entry }) => (entry["Egress"] === true) === egress && coversProtocol(text(entry, "Protocol"), packet),
    )
    .toSorted((a, b) => Number(a.entry["RuleNumber"]) - Number(b.entry["RuleNumber"]));
  let rest: readonly Traffic[] = [{ addresses: remote.addresses, ports: packet.ports }];
  const denied: Denied[] = [];
  const deciding: { entry: JsonObject; index: number }[] = [];
  for (const { entry, index } of entries) {
    const range = parseRange(text(entry, "CidrBlock") || text(entry, "Ipv6CidrBlock"));
    const ports = portsOf(entry, packet);
    if (!range || !ports) continue;
    const rule: Traffic = { addresses: [range], ports };
    if (!meets(rest, rule)) continue;
    if (text(entry, "RuleAction") === "allow") deciding.push({ entry, index });
    else denied.push(...sharedTraffic(rest, rule).map((traffic) => ({ ...traffic, entry, index })));
    rest = withoutTraffic(rest, rule);
  }
  return { denied: [...denied, ...rest], deciding };
}

function portsOf(entry: JsonObject, packet: Packet): PortRange | undefined {
  if (text(entry, "Protocol") === "-1") return everyPort;
  if (packet.protocol === "icmp") {
    const type = pairOf(entry, "IcmpTypeCode", "Type", "Code");
    if (!type || type[0] === -1) return everyPort;
    return type[1] === -1 || type[1] === 0 ? { from: type[0], to: type[0] } : undefined;
  }
  const range = pairOf(entry, "PortRange", "From", "To");
  return range ? { from: range[0], to: range[1] } : everyPort;
}

function pairOf(
  entry: JsonObject,
  member: string,
  first: string,
  second: string,
): readonly [number, number] | undefined {
  const value = entry[member];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const pair = value as JsonObject;
  const from = pair[first];
  const to = pair[second];
  return typeof from === "number" ? [from, typeof to === "number" ? to : from] : undefined;
}

/** The list in which no rule allows it: looked for by ports, and where such rules exist, by the address ranges that would do. */
function absenceOf(acl: Resource, egress: boolean, packet: Packet, denied: Traffic): Evidence {
  const number =
    packet.protocol === "tcp" ? "6" : packet.protocol === "udp" ? "17" : packet.family === 4 ? "1" : "58";
  const { from, to } = denied.ports;
  const range =
    packet.protocol === "icmp"
      ? ""
      : ` && (PortRange==null || (PortRange.From<=\`${from}\` && PortRange.To>=\`${to}\`))`;
  const allowing = `${egress ? "Egress" : "!Egress"} && RuleAction=='allow' && (Protocol=='-1' || (Protocol=='${number}'${range}))`;
  const byPorts = citeQuery(acl, "/Entries", `[?${allowing}]`);
  if (Array.isArray(byPorts.result) && byPorts.result.length === 0) return byPorts;
  const member = packet.family === 4 ? "CidrBlock" : "Ipv6CidrBlock";
  const world = packet.family === 4 ? "0.0.0.0/0" : "::/0";
  const own = denied.addresses.map((one) => ` || ${member}=='${formatCidr(one)}'`).slice(0, 3);
  return citeQuery(acl, "/Entries", `[?${allowing} && (${member}=='${world}'${own.join("")})]`);
}
