import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check, CheckContext } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { lookAlikes } from "../../diagnose/look-alikes.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, strings, text } from "../../facts/reader.ts";
import { bareName, zoneId } from "./facts.ts";
import { hostsAsked, recordsOf } from "./hosts.ts";

const zoneType = "AWS::Route53::HostedZone";
const vpcType = "AWS::EC2::VPC";

const speaksOfNames = ({ question }: CheckContext): boolean =>
  (question.symptoms ?? []).includes("dns") ||
  /resolv|\bdns\b|nxdomain|\bzones?\b|\brecords?\b|lookup/i.test(question.text);

const zoneRead = (facts: Facts, id: string) =>
  facts.reads("route53", "GetHostedZone").findLast((one) => zoneId(text(one.params, "Id")) === id);
const isPrivate = (zone: Resource): boolean =>
  isObject(zone.data["Config"])
    ? zone.data["Config"]["PrivateZone"] === true
    : isObject(zone.data["HostedZone"]) &&
      isObject(zone.data["HostedZone"]["Config"]) &&
      zone.data["HostedZone"]["Config"]["PrivateZone"] === true;

/** The zones that hold a host's name, the longest name first; public and private ones of one name both count. */
function zonesOf(facts: Facts, host: string): readonly Resource[] {
  const holding = facts
    .all(zoneType)
    .filter((zone) => host === zone.name || host.endsWith(`.${zone.name ?? "?"}`));
  const longest = Math.max(0, ...holding.map((zone) => zone.name?.length ?? 0));
  return holding.filter((zone) => zone.name?.length === longest);
}

/** A name without a record is not found (NXDOMAIN), however many records its neighbours have. */
export const missingRecord: Check = {
  id: "route53.missing-record",
  title: "whether the host has a record",
  run: (context) => {
    const { facts } = context;
    const hosts = hostsAsked(context).filter(
      (host) => !/\.(?:amazonaws\.com|on\.aws|internal|aws)$/.test(host),
    );
    if (hosts.length === 0 || !speaksOfNames(context)) return { kind: "apart" };
    if (
      facts.reads("route53", "ListResourceRecordSets").length === 0 &&
      facts.reads("route53", "ListHostedZones").every((one) => !one.complete)
    )
      return {
        kind: "needs",
        probes: [{ probe: "acm/certificates", variables: {}, reason: "zones and records of the host" }],
      };
    return combined(hosts.map((host) => judgeHost(host, facts)));
  },
};

function judgeHost(host: string, facts: Facts): Judgement {
  const zones = zonesOf(facts, host);
  const found = recordsOf(facts, host).filter((record) => !/^(?:NS|SOA)$/.test(text(record.data, "Type")));
  if (found.length > 0 || zones.length === 0 || zones.some((zone) => zone.name === host)) return {};
  const reads = zones.flatMap(
    (zone) =>
      facts
        .reads("route53", "ListResourceRecordSets")
        .findLast((one) => zoneId(text(one.params, "HostedZoneId")) === zone.id) ?? [],
  );
  if (reads.length < zones.length || reads.some((read) => !read.complete))
    return {
      gaps: [`the records of ${host}'s zone could not all be read; allow route53:ListResourceRecordSets`],
    };
  const [zone] = zones;
  if (!zone) return {};
  const names = reads
    .flatMap((read) => read.pages.flatMap(({ response }) => objects(response, "ResourceRecordSets")))
    .filter((one) => !/^(?:NS|SOA)$/.test(text(one, "Type")))
    .map((one) => bareName(text(one, "Name")));
  const delegated = reads
    .flatMap((read) => read.pages.flatMap(({ response }) => objects(response, "ResourceRecordSets")))
    .some(
      (one) =>
        text(one, "Type") === "NS" &&
        bareName(text(one, "Name")) !== zone.name &&
        host.endsWith(bareName(text(one, "Name"))),
    );
  if (delegated)
    return { gaps: [`${host} is delegated from ${zone.name} to name servers that are not of this account`] };
  const near = lookAlikes(host, names)[0];
  return {
    faults: [
      blame(zone, {
        property: "ResourceRecordSets",
        observed: `no record ${host}`,
        expected: `a record ${host}`,
        title: `Hosted zone ${zone.name} has no record ${host}`,
        explanation: `Hosted zone ${zone.name} has no record for ${host}, and no wildcard stands in: the name is not found (NXDOMAIN)${near === undefined ? "" : `; a similar record ${near} exists`}.`,
        evidence: reads.flatMap((read) =>
          facts.citeAbsence(read, "/ResourceRecordSets", `[?Name=='${host}.']`),
        ),
      }),
    ],
  };
}

/** "Associating more VPCs with a private hosted zone": a private zone answers only in the VPCs that it is associated with. */
export const zoneAssociation: Check = {
  id: "route53.zone-association",
  title: "VPCs that the private hosted zone answers in",
  run: (context) => {
    const { facts, subjects } = context;
    const vpcs = vpcsAsked(context);
    const hosts = hostsAsked(context);
    const named = subjects.flatMap(({ ref }) =>
      ref.type === zoneType ? (facts.get(zoneType, ref.id) ?? []) : [],
    );
    if (vpcs.length === 0 || !speaksOfNames(context)) return { kind: "apart" };
    if (
      facts.reads("route53", "ListHostedZones").length === 0 &&
      facts.reads("route53", "GetHostedZone").length === 0
    )
      return {
        kind: "needs",
        probes: [
          { probe: "route53/zones", variables: {}, reason: "private zones and the VPCs that they answer in" },
        ],
      };
    const zones = [...new Set([...named, ...hosts.flatMap((host) => zonesOf(facts, host))])].filter(
      isPrivate,
    );
    const about =
      zones.length > 0
        ? zones
        : facts
            .all(zoneType)
            .filter(isPrivate)
            .slice(0, 1)
            .filter(() => facts.all(zoneType).filter(isPrivate).length === 1);
    if (about.length === 0) return { kind: "apart" };
    const unread = about.some((zone) => !zoneRead(facts, zone.id));
    if (unread)
      return {
        kind: "needs",
        probes: [
          { probe: "route53/zones", variables: {}, reason: "private zones and the VPCs that they answer in" },
        ],
      };
    return combined(about.flatMap((zone) => vpcs.map((vpc) => judgeAssociation(zone, vpc, about, facts))));
  },
};

function vpcsAsked({ subjects, facts }: CheckContext): readonly string[] {
  return [
    ...new Set(
      subjects.flatMap(({ ref }) => {
        if (ref.type === vpcType) return [ref.id];
        const data = facts.get(ref.type, ref.id)?.data;
        const own = text(data, "VpcId") || text(data?.["VpcConfig"], "VpcId");
        return /EC2::Instance|Lambda::Function/.test(ref.type) && own !== "" ? [own] : [];
      }),
    ),
  ];
}

function judgeAssociation(zone: Resource, vpc: string, zones: readonly Resource[], facts: Facts): Judgement {
  const read = zoneRead(facts, zone.id);
  const vpcsOf = (one: Resource): readonly string[] =>
    (zoneRead(facts, one.id)?.pages ?? []).flatMap(({ response }) =>
      objects(response, "VPCs").map((each) => text(each, "VPCId")),
    );
  if (!read?.complete)
    return { gaps: [`the VPCs of zone ${zone.name} could not be read; allow route53:GetHostedZone`] };
  const held = vpcsOf(zone);
  const evidence = facts.citeAbsence(read, "/VPCs", `[?VPCId=='${vpc}']`);
  if (zones.some((one) => one.name === zone.name && vpcsOf(one).includes(vpc)))
    return { fine: `zone ${zone.name} is associated with ${vpc}`, evidence };
  const network = facts.get(vpcType, vpc);
  const called = network?.name === undefined ? vpc : `${network.name} (${vpc})`;
  const region = zone.region === "aws-global" ? "us-east-1" : zone.region;
  return {
    faults: [
      blame(zone, {
        property: "VPCs",
        observed: [...held],
        expected: `an association with ${vpc}`,
        title: `Private hosted zone ${zone.name} is not associated with VPC ${called}`,
        explanation: `Private hosted zone ${zone.name} (${zone.id}) has VPCs ${held.join(", ") || "none"}; ${called} is not associated, so its names do not resolve there.`,
        evidence,
        change: {
          summary: `Associate ${zone.name} with ${vpc}`,
          commands: [
            [
              "aws",
              "route53",
              "associate-vpc-with-hosted-zone",
              "--hosted-zone-id",
              zone.id,
              "--vpc",
              `VPCRegion=${region},VPCId=${vpc}`,
            ],
          ],
          risk: "Names of this zone in that VPC are then answered only from it, also those that public DNS answers now.",
          rollback: shellCommand`aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id ${zone.id} --vpc VPCRegion=${region},VPCId=${vpc}`,
          edits: [],
        },
      }),
    ],
  };
}

/** "Making Route 53 the DNS service for a subdomain": the parent's NS record has to name the child zone's own name servers. */
export const delegation: Check = {
  id: "route53.delegation",
  title: "delegation of the zone by its parent",
  run: (context) => {
    const { facts, subjects } = context;
    const hosts = hostsAsked(context);
    if (!speaksOfNames(context)) return { kind: "apart" };
    const named = subjects.flatMap(({ ref }) =>
      ref.type === zoneType ? (facts.get(zoneType, ref.id) ?? []) : [],
    );
    if (hosts.length === 0 && named.length === 0) return { kind: "apart" };
    const children = [...new Set([...named, ...hosts.flatMap((host) => zonesOf(facts, host))])].filter(
      (zone) => !isPrivate(zone),
    );
    const pairs = children.flatMap((child) =>
      facts
        .all(zoneType)
        .filter(
          (parent) =>
            !isPrivate(parent) &&
            child.name !== undefined &&
            parent.name !== undefined &&
            child.name.endsWith(`.${parent.name}`),
        )
        .map((parent) => ({ child, parent })),
    );
    if (pairs.length === 0) return { kind: "apart" };
    const records = (zone: Resource) =>
      facts
        .reads("route53", "ListResourceRecordSets")
        .findLast((one) => zoneId(text(one.params, "HostedZoneId")) === zone.id);
    if (pairs.some(({ child, parent }) => !zoneRead(facts, child.id) || !records(parent)))
      return {
        kind: "needs",
        probes: [
          {
            probe: "route53/zones",
            variables: {},
            reason: "name servers of the zone and its parent's NS record",
          },
        ],
      };
    return combined(
      pairs.map(({ child, parent }): Judgement => {
        const own = (zoneRead(facts, child.id)?.pages ?? []).flatMap(({ response }) =>
          isObject(response) ? strings(response["DelegationSet"], "NameServers").map(bareName) : [],
        );
        const read = records(parent);
        const record = facts
          .all("AWS::Route53::RecordSet")
          .find(
            (one) =>
              one.id.startsWith(`${parent.id}/`) &&
              one.name === child.name &&
              text(one.data, "Type") === "NS",
          );
        const set = objects(record?.data, "ResourceRecords").map((one) => bareName(text(one, "Value")));
        const asked = zoneRead(facts, child.id);
        if (own.length === 0 || !read?.complete || !asked) return {};
        if (record && set.some((server) => own.includes(server)))
          return {
            fine: `${parent.name} delegates ${child.name} to its name servers`,
            evidence: [facts.cite(record)],
          };
        const resource = record ?? parent;
        return {
          faults: [
            blame(resource, {
              property: record ? "ResourceRecords NS" : "ResourceRecordSets NS",
              observed: record ? set : `no NS record ${child.name}`,
              expected: own,
              title: record
                ? `NS record ${child.name} in ${parent.name} names other name servers than the zone has`
                : `Zone ${parent.name} has no NS record that delegates ${child.name}`,
              explanation: record
                ? `NS record ${child.name} in zone ${parent.name} has values ${set.join(", ")}; the hosted zone's own name servers are ${own.slice(0, 2).join(", ")}: resolvers ask the wrong servers.`
                : `Hosted zone ${parent.name} has no NS record for ${child.name}: nobody is led to the zone ${child.name}, so its records are not found.`,
              evidence: record
                ? [facts.cite(record), ...facts.citeAbsence(asked, "/DelegationSet", "NameServers")]
                : facts.citeAbsence(read, "/ResourceRecordSets", `[?Name=='${child.name}.' && Type=='NS']`),
            }),
          ],
        };
      }),
    );
  },
};

export const checks: readonly Check[] = [zoneAssociation, delegation, missingRecord];
