import type { Facts, Resource } from "../../../core/facts.ts";
import type { JsonObject } from "../../../core/json/json.ts";
import type { Block, PathAnswer } from "../../../diagnose/reachability/reachability.ts";
import { covers, rangesOf } from "../../../diagnose/reachability/address-range.ts";
import type { Place } from "../../../diagnose/reachability/place.ts";
import { objects, text } from "../../../facts/reader.ts";
import type { AskedPath } from "./asked-paths.ts";
import { called } from "./blamed.ts";
import type { Blamed } from "./blamed.ts";
import { configuredPort, portOfDatabase } from "./ports.ts";

export interface PortFault extends Blamed {
  /** Blockers that are a consequence of the wrong port and no faults of their own. */
  readonly explains: readonly Block[];
}

/**
 * A database that listens on another port than its clients use. Three places name the port: the database, its group, the client's
 * environment. Where two agree, the third is wrong; where only the group differs, the group itself is told by its own fault.
 */
export function portFault(
  facts: Facts,
  { source, target }: AskedPath,
  { blocks }: PathAnswer,
): PortFault | undefined {
  const listens = target && portOfDatabase(target);
  if (!target || listens === undefined) return undefined;
  const block = blocks.find(({ cause }) => cause.kind === "security-group" && !cause.egress);
  const opened =
    block?.cause.kind === "security-group"
      ? portsAdmitted(facts, block.cause.local.groups ?? [], block.cause.remote).filter(
          (port) => port !== listens,
        )
      : [];
  const used = configuredPort(source);
  if (used?.port === listens) return undefined;
  const [other] = opened;
  if (block?.cause.kind === "security-group" && other !== undefined) {
    const agreeing = used === undefined || opened.includes(used.port) ? (used?.port ?? other) : undefined;
    if (agreeing === undefined) return undefined;
    const group = block.cause.group;
    const client =
      used && source ? ` and ${source.name ?? source.id} uses ${used.variable}=${used.port}` : "";
    return {
      resource: target,
      explains: blocks.filter(({ cause }) => cause.kind === "security-group" && !cause.egress),
      blamed: {
        property: "Endpoint.Port",
        observed: listens,
        expected: agreeing,
        title: `Database ${called(target)} listens on port ${listens} (Endpoint.Port), while ${called(group)} opens ${agreeing}${client}`,
        explanation: `Endpoint.Port of ${called(target)} is ${listens}, while security group ${called(group)} opens ${agreeing} to the client${client}: the ports differ, so nothing that the client sends arrives.`,
        evidence: [
          facts.cite(target, "/Endpoint"),
          facts.cite(group, "/IpPermissions"),
          ...(used && source ? [facts.cite(source, `/Environment/Variables/${used.variable}`)] : []),
        ],
      },
    };
  }
  return undefined;
}

/** The client's environment names a port on which the database does not listen, though the way to the database's own port is open. */
export function clientPortFault(facts: Facts, { source, target }: AskedPath): Blamed | undefined {
  const listens = target && portOfDatabase(target);
  const used = configuredPort(source);
  if (!source || !target || listens === undefined || !used || used.port === listens) return undefined;
  const property = `Environment.Variables.${used.variable}`;
  return {
    resource: source,
    blamed: {
      property,
      observed: String(used.port),
      expected: String(listens),
      title: `${called(source)} connects to port ${used.port} (${used.variable}), but ${called(target)} listens on ${listens}`,
      explanation: `${property} of ${called(source)} is ${used.port}, while Endpoint.Port of ${called(target)} is ${listens} and its groups admit that port.`,
      evidence: [
        facts.cite(source, `/Environment/Variables/${used.variable}`),
        facts.cite(target, "/Endpoint"),
      ],
    },
  };
}

/** Single ports that the groups admit from the client, by its groups or its addresses. */
function portsAdmitted(facts: Facts, groups: readonly string[], client: Place): readonly number[] {
  const resources: readonly Resource[] = groups.flatMap(
    (id) => facts.get("AWS::EC2::SecurityGroup", id) ?? [],
  );
  const peers = client.groups ?? [];
  return resources.flatMap((group) =>
    objects(group.data, "IpPermissions").flatMap((permission: JsonObject) => {
      const from = permission["FromPort"];
      const ranges = rangesOf(objects(permission, "IpRanges").map((one) => text(one, "CidrIp")));
      const names =
        objects(permission, "UserIdGroupPairs").some((pair) => peers.includes(text(pair, "GroupId"))) ||
        (client.addresses.length > 0 && covers(ranges, client.addresses));
      return typeof from === "number" && from === permission["ToPort"] && from > 0 && names && from !== 22
        ? [from]
        : [];
    }),
  );
}
