import type { Facts, Resource } from "../core/facts.ts";
import type { Evidence } from "../core/finding.ts";
import type { JsonObject } from "../core/json/json.ts";
import { objects, strings, text } from "../facts/reader.ts";
import { explainPath } from "./reachability/reachability.ts";

/** A rule of a security group that lets every address in. */
export interface OpenRule {
  readonly group: Resource;
  readonly index: number;
  readonly says: string;
}

export interface Exposure {
  readonly state: "open" | "closed" | "unknown";
  readonly rules: readonly OpenRule[];
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
}

/** Whether every public address gets to a port: routes, public address, network ACLs and groups together, not a flag or a rule alone. */
export function internetExposure(facts: Facts, resource: Resource, port: number): Exposure {
  const answer = explainPath(facts, { from: "internet", to: resource.id, protocol: "tcp", port });
  const rules = openRules(facts, groupsOf(resource), port);
  const missing = answer.missing.map((one) =>
    "read" in one ? `${one.read}: ${one.why}` : `${one.key}: ${one.why}`,
  );
  return {
    state: answer.reachable === "yes" ? "open" : answer.reachable === "no" ? "closed" : "unknown",
    rules,
    evidence: [
      ...rules.map(({ group, index }) => facts.cite(group, `/IpPermissions/${index}`)),
      ...answer.hops.flatMap((hop) => hop.evidence),
    ].slice(0, 12),
    missing,
  };
}

function groupsOf(resource: Resource): readonly string[] {
  return [
    ...objects(resource.data, "SecurityGroups").map((one) => text(one, "GroupId")),
    ...objects(resource.data, "VpcSecurityGroups").map((one) => text(one, "VpcSecurityGroupId")),
    ...strings(resource.data, "SecurityGroups"),
  ];
}

/** Rules for any address (0.0.0.0/0 or ::/0) that hold the port; protocol -1 holds all ("Security group rules"). */
export function openRules(facts: Facts, groupIds: readonly string[], port: number): readonly OpenRule[] {
  return [...new Set(groupIds)].flatMap((id) => {
    const group = facts.get("AWS::EC2::SecurityGroup", id);
    return group
      ? objects(group.data, "IpPermissions").flatMap((rule, index) =>
          holdsPort(rule, port)
            ? anyAddress(rule).map((range) => ({ group, index, says: `${spanOf(rule)} from ${range}` }))
            : [],
        )
      : [];
  });
}

export function anyAddress(rule: JsonObject): readonly string[] {
  return [
    ...objects(rule, "IpRanges").map((one) => text(one, "CidrIp")),
    ...objects(rule, "Ipv6Ranges").map((one) => text(one, "CidrIpv6")),
  ].filter((range) => range === "0.0.0.0/0" || range === "::/0");
}

export function holdsPort(rule: JsonObject, port: number): boolean {
  const protocol = text(rule, "IpProtocol");
  if (protocol === "-1") return true;
  if (protocol !== "tcp" && protocol !== "6") return false;
  const [from, to] = [Number(rule["FromPort"] ?? 0), Number(rule["ToPort"] ?? 65_535)];
  return from <= port && port <= to;
}

export function spanOf(rule: JsonObject): string {
  if (text(rule, "IpProtocol") === "-1") return "all traffic";
  const [from, to] = [String(rule["FromPort"] ?? 0), String(rule["ToPort"] ?? 65_535)];
  return `${from === to ? from : `${from}-${to}`}/${text(rule, "IpProtocol")}`;
}

/** Takes the open rules away again: exactly these, and nothing else of the groups. */
export function closing(rules: readonly OpenRule[]): readonly (readonly string[])[] {
  return rules.map(({ group, index }) => {
    const rule = objects(group.data, "IpPermissions")[index] ?? {};
    const ranges = objects(rule, "IpRanges").filter((one) => text(one, "CidrIp") === "0.0.0.0/0");
    const six = objects(rule, "Ipv6Ranges").filter((one) => text(one, "CidrIpv6") === "::/0");
    const permission = {
      IpProtocol: text(rule, "IpProtocol"),
      ...("FromPort" in rule && { FromPort: rule["FromPort"] }),
      ...("ToPort" in rule && { ToPort: rule["ToPort"] }),
      ...(ranges.length > 0 && { IpRanges: ranges.map((one) => ({ CidrIp: text(one, "CidrIp") })) }),
      ...(six.length > 0 && { Ipv6Ranges: six.map((one) => ({ CidrIpv6: text(one, "CidrIpv6") })) }),
    };
    return [
      "aws",
      "ec2",
      "revoke-security-group-ingress",
      "--group-id",
      group.id,
      "--ip-permissions",
      JSON.stringify([permission]),
    ];
  });
}
