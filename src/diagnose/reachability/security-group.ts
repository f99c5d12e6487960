import type { Direction, Missing } from "../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";
import { covers, formatCidr, formatRange, ofFamily, parseRange } from "./address-range.ts";
import type { AddressSet } from "./address-range.ts";
import { citeQuery, missingRead } from "./known.ts";
import type { Place } from "./place.ts";
import { prefixListEntries } from "./prefix-list.ts";
import { blocks, passes, unknown } from "./step.ts";
import type { Step } from "./step.ts";
import { addressesOf, coversProtocol, everyPort, formatPacket, meets, withoutTraffic } from "./traffic.ts";
import type { Packet, PortRange, Traffic } from "./traffic.ts";

export interface GroupCheck {
  readonly facts: Facts;
  readonly local: Place;
  readonly remote: Place;
  readonly packet: Packet;
  readonly direction: Extract<Direction, "out" | "in">;
  readonly stage: number;
}

/**
 * What the security groups of an interface say. They act as one: their rules add up, nothing denies, and the answer needs no rule
 * (VPC User Guide, Security groups). A place without an interface has no groups and no step.
 */
export function groupSteps(check: GroupCheck): readonly Step[] {
  const { facts, local, direction, stage } = check;
  const owner = local.owner ?? local.subnet;
  if (local.groupsUnread && owner) {
    return [
      unknown(
        { component: owner, direction, stage, why: "its security groups are not known", evidence: [] },
        local.groupsUnread,
      ),
    ];
  }
  if (!local.groups) return [];
  if (local.groups.length === 0) {
    if (!owner) return [];
    return [
      passes({
        component: owner,
        direction,
        stage,
        why: "it has no security group, so nothing is filtered there",
        evidence: local.groupsEvidence ?? [],
      }),
    ];
  }
  const groups = local.groups.map((id) => ({ id, resource: facts.get("AWS::EC2::SecurityGroup", id) }));
  const read = groups.flatMap(({ resource }) => (resource ? [resource] : []));
  const unread = groups.filter(({ resource }) => !resource).map(({ id }) => id);
  return judged(check, read, unread);
}

function judged(check: GroupCheck, groups: readonly Resource[], unread: readonly string[]): readonly Step[] {
  const { facts, remote, packet, direction, stage } = check;
  const wanted: readonly Traffic[] = [{ addresses: remote.addresses, ports: packet.ports }];
  const rules = groups.flatMap((group) => rulesOf(check, group));
  const sure = rules.flatMap(({ traffic }) => traffic);
  const perhaps = rules.flatMap(({ open }) => open);
  const refused = sure.reduce(withoutTraffic, wanted);
  const peer = describe(remote);
  if (refused.length === 0) {
    const admitting = rules.filter(({ traffic }) => traffic.length > 0);
    const one = admitting.find(({ traffic }) => traffic.reduce(withoutTraffic, wanted).length === 0);
    return (one ? [one] : admitting).map(({ group, pointer, permission }) =>
      passes({
        component: group,
        direction,
        stage,
        rule: permission,
        why: `a rule ${direction === "in" ? `admits ${formatPacket(packet)} from` : `lets ${formatPacket(packet)} out to`} ${peer}`,
        evidence: [facts.cite(group, pointer)],
      }),
    );
  }
  const hopeless = perhaps.reduce(withoutTraffic, refused);
  const some = remote.all ? hopeless.length > 0 : covers(addressesOf(hopeless), remote.addresses);
  if (some && unread.length === 0) return groups.map((group) => refusal(check, group, peer));
  const missing: readonly Missing[] = [
    ...unread.map(() => missingRead(facts, "DescribeSecurityGroups")),
    ...rules.flatMap((rule) => rule.missing),
    ...(unread.length === 0 && hopeless.length > 0
      ? [
          {
            key: "address",
            why: `the rules admit only some of ${formatSet(remote.addresses)}, and which address it has is not known`,
          },
        ]
      : []),
  ];
  const components =
    groups.length > 0 ? groups : unread.map((id) => ({ type: "AWS::EC2::SecurityGroup", id }));
  const why = `whether ${formatPacket(packet)} ${direction === "in" ? "from" : "to"} ${peer} is admitted cannot be told`;
  return components.map((component) =>
    unknown({ component, direction, stage, why, evidence: [] }, ...missing),
  );
}

function refusal(check: GroupCheck, group: Resource, peer: string): Step {
  const { local, remote, packet, direction, stage } = check;
  const why =
    direction === "in"
      ? `no rule admits ${formatPacket(packet)} from ${peer}`
      : `no rule lets ${formatPacket(packet)} out to ${peer}`;
  return blocks(
    { component: group, direction, stage, why, evidence: [absenceOf(group, check)] },
    { kind: "security-group", group, egress: direction === "out", packet, local, remote },
  );
}

interface Rule {
  readonly group: Resource;
  readonly pointer: string;
  readonly permission: JsonObject;
  readonly traffic: readonly Traffic[];
  /** What it might admit as well, for all that is known. */
  readonly open: readonly Traffic[];
  readonly missing: readonly Missing[];
}

function listOf(direction: "out" | "in"): string {
  return direction === "in" ? "IpPermissions" : "IpPermissionsEgress";
}

function rulesOf({ facts, remote, packet, direction }: GroupCheck, group: Resource): readonly Rule[] {
  const list = group.data[listOf(direction)];
  if (!Array.isArray(list)) return [];
  const wanted: readonly Traffic[] = [{ addresses: remote.addresses, ports: packet.ports }];
  return list.flatMap((permission: Json, index): readonly Rule[] => {
    if (!isObject(permission) || !coversProtocol(text(permission, "IpProtocol"), packet)) return [];
    const ports = portsOf(permission, packet);
    if (!ports) return [];
    const lists = objects(permission, "PrefixListIds").map((entry) =>
      prefixListEntries(facts, text(entry, "PrefixListId")),
    );
    const service = objects(permission, "PrefixListIds").some((entry) =>
      remote.prefixListIds?.includes(text(entry, "PrefixListId")),
    );
    const peers = objects(permission, "UserIdGroupPairs").map((pair) => text(pair, "GroupId"));
    const named = service || peers.some((id) => remote.groups?.includes(id));
    const cidrs: AddressSet = named
      ? remote.addresses
      : [
          ...cidrsOf(permission, packet),
          ...lists.flatMap((entries) => (entries.known ? entries.addresses : [])),
        ];
    const hidden =
      lists.some((entries) => !entries.known) || (remote.groupsUnread !== undefined && peers.length > 0);
    return [
      {
        group,
        pointer: `/${listOf(direction)}/${index}`,
        permission,
        traffic: cidrs.map((range) => ({ addresses: [range], ports })).filter((one) => meets(wanted, one)),
        open: hidden ? [{ addresses: remote.addresses, ports }] : [],
        missing: [
          ...lists.flatMap((entries) => (entries.known ? [] : [entries.missing])),
          ...(hidden && remote.groupsUnread ? [remote.groupsUnread] : []),
        ],
      },
    ];
  });
}

/** Ports of a rule; for ICMP its type, where -1 is any. Undefined when the rule does not concern the packet's ports. */
function portsOf(permission: JsonObject, packet: Packet): PortRange | undefined {
  const from = permission["FromPort"];
  const to = permission["ToPort"];
  if (text(permission, "IpProtocol") === "-1" || typeof from !== "number") return everyPort;
  if (packet.protocol === "icmp") {
    if (from === -1) return everyPort;
    return typeof to !== "number" || to === -1 || to === 0 ? { from, to: from } : undefined;
  }
  if (from === -1) return everyPort;
  return { from, to: typeof to === "number" ? to : from };
}

function cidrsOf(permission: JsonObject, packet: Packet): AddressSet {
  const texts = [
    ...objects(permission, "IpRanges").map((range) => text(range, "CidrIp")),
    ...objects(permission, "Ipv6Ranges").map((range) => text(range, "CidrIpv6")),
  ];
  return ofFamily(
    texts.flatMap((cidr) => parseRange(cidr) ?? []),
    packet.family,
  );
}

/** The list in which no rule admits it: first looked for by port, and where rules for that port exist, by the sources that would do. */
function absenceOf(group: Resource, { remote, packet, direction }: GroupCheck): Evidence {
  const pointer = `/${listOf(direction)}`;
  const protocol = packet.protocol === "icmp" ? (packet.family === 4 ? "icmp" : "icmpv6") : packet.protocol;
  const ports =
    packet.protocol === "icmp"
      ? ""
      : ` && FromPort<=\`${packet.ports.from}\` && ToPort>=\`${packet.ports.to}\``;
  const byPort = `[?IpProtocol=='-1' || (IpProtocol=='${protocol}'${ports})]`;
  const plain = citeQuery(group, pointer, byPort);
  if (Array.isArray(plain.result) && plain.result.length === 0) return plain;
  const [range] = remote.addresses;
  const world = packet.family === 4 ? "0.0.0.0/0" : "::/0";
  const own = range && remote.addresses.length === 1 ? ` || @=='${formatCidr(range)}'` : "";
  const groups = (remote.groups ?? []).map((id) => `GroupId=='${id}'`).join(" || ");
  const member = packet.family === 4 ? "IpRanges[].CidrIp" : "Ipv6Ranges[].CidrIpv6";
  const bySource = `${byPort}.[${member} | [?@=='${world}'${own}]${groups === "" ? "" : `, UserIdGroupPairs[?${groups}].GroupId`}][][]`;
  return citeQuery(group, pointer, bySource);
}

/** How a sentence names the far end. */
export function describe(place: Place): string {
  if (place.where === "internet" && place.addresses.length > 1) return "the internet";
  const groups = place.groups && place.groups.length > 0 ? ` (${place.groups.join(", ")})` : "";
  const name = place.owner ? (place.owner.name ?? refOf(place.owner).id) : "";
  const addresses = formatSet(place.addresses);
  return name === "" ? `${addresses}${groups}` : `${name} at ${addresses}${groups}`;
}

export function formatSet(addresses: AddressSet): string {
  if (addresses.length > 3) return `${addresses.length} ranges of addresses`;
  return addresses.map(formatRange).join(", ");
}
