import type { Resource } from "../../core/facts.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { objects, text } from "../../facts/reader.ts";

export interface Difference {
  readonly property: string;
  readonly pointer: string;
  readonly observed: Json;
  readonly expected: Json;
  readonly says: string;
}

/** Properties whose live value stands in the answer under a name of its own: template's name, pointer member. */
const plain: Readonly<Record<string, readonly (readonly [property: string, member: string])[]>> = {
  "AWS::SQS::Queue": [
    "VisibilityTimeout",
    "MessageRetentionPeriod",
    "DelaySeconds",
    "MaximumMessageSize",
    "ReceiveMessageWaitTimeSeconds",
  ].map((name) => [name, name] as const),
  "AWS::Lambda::Function": ["Timeout", "MemorySize", "Runtime", "Handler"].map(
    (name) => [name, name] as const,
  ),
};

/** How a live resource differs from its properties in the template; values that hold functions of the template are not compared. */
export function driftOf(kind: string, properties: JsonObject, live: Resource): readonly Difference[] {
  if (kind === "AWS::EC2::SecurityGroup")
    return [
      ...rules(properties, live, "SecurityGroupIngress", "IpPermissions"),
      ...("SecurityGroupEgress" in properties
        ? rules(properties, live, "SecurityGroupEgress", "IpPermissionsEgress")
        : []),
    ];
  return (plain[kind] ?? []).flatMap(([property, member]) => {
    const [wanted, held] = [properties[property], live.data[member]];
    if (
      (typeof wanted !== "string" && typeof wanted !== "number") ||
      held === undefined ||
      String(wanted) === String(held)
    )
      return [];
    return [
      {
        property: member,
        pointer: `/${member}`,
        observed: held,
        expected: wanted,
        says: `${String(held)} instead of ${String(wanted)}`,
      },
    ];
  });
}

function rules(
  properties: JsonObject,
  live: Resource,
  property: string,
  member: string,
): readonly Difference[] {
  const wanted = objects(properties, property).map((rule) =>
    ruleText(
      text(rule, "IpProtocol") || String(rule["IpProtocol"]),
      rule["FromPort"],
      rule["ToPort"],
      text(rule, "CidrIp") || text(rule, "CidrIpv6") || "*",
    ),
  );
  const open = objects(properties, property).some(
    (rule) =>
      typeof rule["CidrIp"] === "object" || "SourceSecurityGroupId" in rule || "SourcePrefixListId" in rule,
  );
  return objects(live.data, member).flatMap((permission, index) => {
    const sources = [
      ...objects(permission, "IpRanges").map((one) => text(one, "CidrIp")),
      ...objects(permission, "Ipv6Ranges").map((one) => text(one, "CidrIpv6")),
    ];
    return sources
      .map((source) =>
        ruleText(text(permission, "IpProtocol"), permission["FromPort"], permission["ToPort"], source),
      )
      .filter((rule) => !wanted.includes(rule) && !open)
      .map((rule) => ({
        property: member,
        pointer: `/${member}/${index}`,
        observed: rule,
        expected: wanted.length === 0 ? "no such rule" : [...wanted],
        says: `an extra ${member === "IpPermissions" ? "ingress" : "egress"} rule ${rule}`,
      }));
  });
}

function ruleText(protocol: string, from: Json | undefined, to: Json | undefined, source: string): string {
  const ports = protocol === "-1" ? "all" : from === to ? String(from) : `${String(from)}-${String(to)}`;
  return `${protocol}/${ports} from ${source}`;
}
