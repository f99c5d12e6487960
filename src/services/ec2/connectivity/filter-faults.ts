import type { PathHop } from "../../../core/record/explain-record.ts";
import type { Facts, Resource } from "../../../core/facts.ts";
import type { Json, JsonObject } from "../../../core/json/json.ts";
import type { Cause } from "../../../diagnose/reachability/step.ts";
import { describe, formatSet } from "../../../diagnose/reachability/security-group.ts";
import { formatPacket, formatPorts } from "../../../diagnose/reachability/traffic.ts";
import { objects, text } from "../../../facts/reader.ts";
import { called } from "./blamed.ts";
import type { Blamed } from "./blamed.ts";

/** A security group that does not admit the connection. */
export function groupFault(
  facts: Facts,
  { group, egress, packet, local, remote }: Extract<Cause, { kind: "security-group" }>,
  hop: PathHop,
): Blamed {
  const list = egress ? "IpPermissionsEgress" : "IpPermissions";
  const rules = objects(group.data, list).map(ruleText);
  const has = rules.length > 0 ? `only ${rules.join("; ")}` : "no rule at all";
  const peer = describe(remote);
  const owner = local.owner ? called(local.owner) : "the interface";
  const others = (local.groups ?? []).filter((id) => id !== group.id);
  const beside = others.length > 0 ? ` Its other groups (${others.join(", ")}) do not either.` : "";
  const side = egress ? "outbound (egress)" : "inbound (ingress)";
  const missing = egress
    ? `lets ${formatPacket(packet)} out to ${peer}`
    : `admits ${formatPacket(packet)} from ${peer}`;
  return {
    resource: group,
    blamed: {
      property: list,
      observed: egress ? `egress allowed: ${has}` : `ingress allowed: ${has}`,
      expected: egress
        ? `a rule for ${formatPacket(packet)} to ${peer}`
        : `a rule for ${formatPacket(packet)} from ${peer}`,
      title: `Security group ${called(group)} has no ${side} rule for ${formatPacket(packet)} ${egress ? "to" : "from"} ${peer}`,
      explanation: `${called(group)} of ${owner} has no ${side} rule that ${missing}: it has ${has}.${beside}`,
      evidence: [
        ...hop.evidence,
        ...(local.owner && local.owner.type !== group.type
          ? [facts.cite(local.owner, groupsPointer(local.owner))]
          : []),
      ],
      pillars: ["reliability", "security"],
    },
  };
}

function groupsPointer(owner: Resource): string {
  const members = ["SecurityGroups", "VpcSecurityGroups", "Groups", "VpcConfig"];
  const found = members.find((member) => owner.data[member] !== undefined);
  return found === undefined ? "" : `/${found}`;
}

/** `tcp/443 from 0.0.0.0/0`. */
function ruleText(rule: JsonObject): string {
  const protocol = text(rule, "IpProtocol");
  const { FromPort: from, ToPort: to } = rule;
  const ports =
    protocol === "-1"
      ? "all traffic"
      : typeof from === "number" && typeof to === "number"
        ? `${protocol}/${formatPorts({ from, to })}`
        : protocol;
  const peers = [
    ...objects(rule, "IpRanges").map((one) => text(one, "CidrIp")),
    ...objects(rule, "Ipv6Ranges").map((one) => text(one, "CidrIpv6")),
    ...objects(rule, "UserIdGroupPairs").map((one) => text(one, "GroupId")),
    ...objects(rule, "PrefixListIds").map((one) => text(one, "PrefixListId")),
  ];
  return `${ports} for ${peers.join(", ")}`;
}

/** A network ACL that does not let the request or the answer through. */
export function aclFault(
  facts: Facts,
  { acl, egress, packet, remote, subnetId }: Extract<Cause, { kind: "network-acl" }>,
  hop: PathHop,
): Blamed {
  const side = egress ? "egress (outbound)" : "ingress (inbound)";
  const entries = objects(acl.data, "Entries").filter(
    (entry) => (entry["Egress"] === true) === egress && Number(entry["RuleNumber"]) < 32767,
  );
  const rules = entries.map(entryText);
  const answer = hop.direction.startsWith("return");
  const purpose = answer
    ? `return traffic to the client's ephemeral ports ${formatPorts(packet.ports)}`
    : formatPacket(packet);
  const rule =
    typeof hop.rule === "object" && hop.rule !== null && "RuleNumber" in hop.rule
      ? hop.rule.RuleNumber
      : undefined;
  const denied =
    typeof rule === "number" && rule < 32767
      ? `rule ${rule} denies it`
      : "no rule allows it, so the default deny drops it";
  const has: Json = rules.length > 0 ? rules : ["no rule"];
  return {
    resource: acl,
    blamed: {
      property: `Entries[Egress=${egress}]`,
      observed: has,
      expected: `allow ${formatPacket(packet)} ${egress ? "to" : "from"} ${formatSet(remote)}`,
      title: `Network ACL ${called(acl)} drops ${purpose} ${egress ? "out of" : "into"} ${subnetId}: ${denied}`,
      explanation: `${called(acl)} of subnet ${subnetId} does not let ${purpose} through on its ${side} side: ${denied}. Its ${egress ? "egress" : "ingress"} rules: ${rules.length > 0 ? rules.join("; ") : "none"}. Network ACLs are stateless, so answers need their own rule.`,
      evidence: hop.evidence.length > 0 ? hop.evidence : [facts.cite(acl, "/Entries")],
    },
  };
}

function entryText(entry: JsonObject): string {
  const range = entry["PortRange"];
  const names: Readonly<Record<string, string>> = {
    "6": "tcp",
    "17": "udp",
    "1": "icmp",
    "-1": "all traffic",
  };
  const ports =
    typeof range === "object" && range !== null && "From" in range && "To" in range
      ? `/${formatPorts({ from: Number(range.From), to: Number(range.To) })}`
      : "";
  const protocol = text(entry, "Protocol");
  return `${JSON.stringify(entry["RuleNumber"] ?? null)} ${text(entry, "RuleAction")} ${names[protocol] ?? protocol}${ports} ${text(entry, "CidrBlock") || text(entry, "Ipv6CidrBlock")}`;
}
