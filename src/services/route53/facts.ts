import type { FactReader } from "../../facts/reader.ts";
import { itemReader, listReader, text } from "../../facts/reader.ts";

export const zoneId = (id: string): string => id.split("/").at(-1) ?? id;
export const bareName = (name: string): string =>
  name.replace(/\.$/, "").replaceAll("\\052", "*").toLowerCase();

/** What Route 53 tells: zones, their associations, records (named without the final dot) and health checks. */
export const readers: readonly FactReader[] = [
  listReader("route53", "ListHostedZones", "HostedZones/*", (zone) => ({
    type: "AWS::Route53::HostedZone",
    id: zoneId(text(zone, "Id")),
    name: bareName(text(zone, "Name")),
  })),
  itemReader("route53", "GetHostedZone", "", (answer) => ({
    type: "AWS::Route53::HostedZone",
    id: zoneId(text(answer["HostedZone"], "Id")),
    name: bareName(text(answer["HostedZone"], "Name")),
    detail: 2,
  })),
  listReader("route53", "ListResourceRecordSets", "ResourceRecordSets/*", (record, { params }) => ({
    type: "AWS::Route53::RecordSet",
    id: `${zoneId(text(params, "HostedZoneId"))}/${bareName(text(record, "Name"))} ${text(record, "Type")}${text(record, "SetIdentifier") === "" ? "" : ` ${text(record, "SetIdentifier")}`}`,
    name: bareName(text(record, "Name")),
    links: [{ kind: "in", type: "AWS::Route53::HostedZone", id: zoneId(text(params, "HostedZoneId")) }],
  })),
  listReader("route53", "ListHealthChecks", "HealthChecks/*", (check) => ({
    type: "AWS::Route53::HealthCheck",
    id: text(check, "Id"),
  })),
];
