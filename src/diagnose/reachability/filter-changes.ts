import type { Change } from "../../core/change.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { shellCommand, shellLine } from "../../core/text/shell-line.ts";
import { objects } from "../../facts/reader.ts";
import { formatCidr } from "./address-range.ts";
import type { AddressSet, Family } from "./address-range.ts";
import type { Place } from "./place.ts";
import type { Cause } from "./step.ts";
import { formatPacket } from "./traffic.ts";

type GroupCause = Extract<Cause, { kind: "security-group" }>;
type AclCause = Extract<Cause, { kind: "network-acl" }>;

/** One more rule: from (or to) the other end's own group where it has one that is not the default, else its addresses. */
export function groupChange({ group, egress, packet, remote }: GroupCause): Change {
  const [peer] = remote.groups ?? [];
  const icmp = packet.protocol === "icmp";
  const peers: JsonObject =
    peer !== undefined
      ? { UserIdGroupPairs: [{ GroupId: peer }] }
      : packet.family === 4
        ? { IpRanges: blocksOf(remote, packet.family).map((cidr) => ({ CidrIp: cidr })) }
        : { Ipv6Ranges: blocksOf(remote, packet.family).map((cidr) => ({ CidrIpv6: cidr })) };
  const permission: JsonObject = {
    IpProtocol: icmp ? (packet.family === 4 ? "icmp" : "icmpv6") : packet.protocol,
    FromPort: packet.ports.from,
    ToPort: icmp ? -1 : packet.ports.to,
    ...peers,
  };
  const verb = egress ? "egress" : "ingress";
  const command = (act: string) => [
    "aws",
    "ec2",
    `${act}-security-group-${verb}`,
    "--group-id",
    group.id,
    "--ip-permissions",
    JSON.stringify([permission]),
  ];
  const who = peer ?? blocksOf(remote, packet.family).join(", ");
  return {
    summary: `${egress ? "Let" : "Admit"} ${formatPacket(packet)} ${egress ? "out to" : "from"} ${who} in ${group.id}`,
    commands: [command("authorize")],
    risk: `Every interface that carries ${group.id} ${egress ? "may then connect to" : "is then open to"} ${who} on ${formatPacket(packet)}.`,
    rollback: shellLine(command("revoke")),
    edits: [
      {
        op: "add",
        type: group.type,
        id: group.id,
        path: `/${egress ? "IpPermissionsEgress" : "IpPermissions"}/-`,
        value: permission,
      },
    ],
  };
}

/** One more entry, numbered before the rule that denies, or after the last one where nothing matches. */
export function aclChange({ acl, egress, packet, denied, subnetId }: AclCause): Change | undefined {
  const family = packet.family;
  const blocks = cidrs(denied, family);
  const [cidr] = blocks;
  const number = freeNumber(objects(acl.data, "Entries"), egress);
  if (cidr === undefined || blocks.length > 1 || number === undefined) return undefined;
  const icmp = packet.protocol === "icmp";
  const protocol =
    packet.protocol === "tcp" ? "6" : packet.protocol === "udp" ? "17" : family === 4 ? "1" : "58";
  const entry: JsonObject = {
    Egress: egress,
    Protocol: protocol,
    RuleAction: "allow",
    RuleNumber: number,
    ...(family === 4 ? { CidrBlock: cidr } : { Ipv6CidrBlock: cidr }),
    ...(icmp
      ? { IcmpTypeCode: { Type: packet.ports.from, Code: -1 } }
      : { PortRange: { From: packet.ports.from, To: packet.ports.to } }),
  };
  const side = egress ? "--egress" : "--ingress";
  const what = icmp
    ? ["--icmp-type-code", `Type=${packet.ports.from},Code=-1`]
    : ["--port-range", `From=${packet.ports.from},To=${packet.ports.to}`];
  const block = family === 4 ? "--cidr-block" : "--ipv6-cidr-block";
  return {
    summary: `Allow ${formatPacket(packet)} ${egress ? "out to" : "in from"} ${cidr} in ${acl.id} (rule ${number})`,
    commands: [
      [
        "aws",
        "ec2",
        "create-network-acl-entry",
        "--network-acl-id",
        acl.id,
        side,
        "--rule-number",
        String(number),
        "--protocol",
        protocol,
        ...what,
        block,
        cidr,
        "--rule-action",
        "allow",
      ],
    ],
    risk: `It counts for every subnet of ${acl.id}, not only ${subnetId}.`,
    rollback: shellCommand`aws ec2 delete-network-acl-entry --network-acl-id ${acl.id} ${side} --rule-number ${number}`,
    edits: [{ op: "add", type: acl.type, id: acl.id, path: "/Entries/-", value: entry }],
  };
}

/** A number that no rule of that direction has, before the first deny below the default one, else after the last rule. */
function freeNumber(entries: readonly JsonObject[], egress: boolean): number | undefined {
  const own = entries.filter(
    (entry) => (entry["Egress"] === true) === egress && Number(entry["RuleNumber"]) < 32767,
  );
  const taken = new Set(own.map((entry) => Number(entry["RuleNumber"])));
  const denies = own
    .filter((entry) => entry["RuleAction"] === "deny")
    .map((entry) => Number(entry["RuleNumber"]));
  const limit = denies.length > 0 ? Math.min(...denies) : undefined;
  const wanted = limit === undefined ? Math.max(90, ...taken) + 10 : limit - 1;
  for (let number = Math.min(wanted, 32766); number > 0; number -= 1) if (!taken.has(number)) return number;
  return undefined;
}

/** The other end as CIDR blocks; the whole internet as the default block. */
function blocksOf(place: Place, family: Family): readonly string[] {
  return cidrs(place.addresses, family);
}

function cidrs(addresses: AddressSet, family: Family): readonly string[] {
  const own = addresses.filter((range) => range.family === family);
  // Ranges that are no blocks, or the many that make up the internet, are written as everything.
  const blocks = own.map(formatCidr);
  return blocks.length > 3 || blocks.some((block) => block.includes("-"))
    ? [family === 4 ? "0.0.0.0/0" : "::/0"]
    : blocks;
}
