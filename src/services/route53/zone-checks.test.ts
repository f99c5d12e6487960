import { describe, expect, it } from "vitest";
import type { CheckResult, Subject } from "../../diagnose/check.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers } from "./facts.ts";
import { delegation, missingRecord, zoneAssociation } from "./zone-checks.ts";

function said(
  check: typeof delegation,
  text: string,
  told: readonly Told[],
  subjects: readonly Subject[] = [],
): CheckResult {
  const window = { from: "2026-11-21T00:00:00Z", to: "2026-11-21T03:00:00Z" };
  const facts = factsOf(recorded(told), readers, "123456789012");
  const question = { text, mentions: [], ports: [], actions: [], services: [], window, symptoms: ["dns"] };
  return check.run({ facts, question, subjects, now: window.to, region: "us-east-1" });
}

const zones = (...listed: readonly (readonly [id: string, name: string, isPrivate: boolean])[]): Told => ({
  service: "route53",
  operation: "ListHostedZones",
  response: {
    HostedZones: listed.map(([id, Name, PrivateZone]) => ({
      Id: `/hostedzone/${id}`,
      Name,
      Config: { PrivateZone },
    })),
  },
});
const zone = (id: string, name: string, isPrivate: boolean, rest: object): Told => ({
  service: "route53",
  operation: "GetHostedZone",
  params: { Id: `/hostedzone/${id}` },
  response: {
    HostedZone: { Id: `/hostedzone/${id}`, Name: name, Config: { PrivateZone: isPrivate } },
    ...rest,
  },
});
const records = (
  id: string,
  ...sets: readonly { readonly Name: string; readonly Type: string; readonly value: string }[]
): Told => ({
  service: "route53",
  operation: "ListResourceRecordSets",
  params: { HostedZoneId: `/hostedzone/${id}` },
  response: {
    ResourceRecordSets: sets.map(({ value, ...set }) => ({
      ...set,
      TTL: 60,
      ResourceRecords: [{ Value: value }],
    })),
  },
});
const vpc: Subject = { ref: { type: "AWS::EC2::VPC", id: "vpc-1" }, role: "subject", text: "analytics" };

describe("zones", () => {
  it.each([
    ["vpc-2", "fault"],
    ["vpc-1", "fine"],
  ])("a private zone associated with %s: %s", (held, kind) => {
    const told = [
      zones(["Z1", "corp.lan.", true]),
      zone("Z1", "corp.lan.", true, { VPCs: [{ VPCId: held, VPCRegion: "us-east-1" }] }),
    ];
    expect(said(zoneAssociation, "db.corp.lan does not resolve in vpc analytics", told, [vpc]).kind).toBe(
      kind,
    );
  });

  it.each([
    ["ns-9.other.org.", "fault"],
    ["ns-1.awsdns-01.org.", "fine"],
  ])("a delegation to %s: %s", (server, kind) => {
    const told = [
      zones(["Z1", "brightco.test.", false], ["Z2", "dev.brightco.test.", false]),
      zone("Z2", "dev.brightco.test.", false, { DelegationSet: { NameServers: ["ns-1.awsdns-01.org"] } }),
      records("Z1", { Name: "dev.brightco.test.", Type: "NS", value: server }),
    ];
    expect(said(delegation, "api.dev.brightco.test is not found", told).kind).toBe(kind);
  });

  it("a host without a record is a fault of its zone, one with a record is not", () => {
    const told = [
      zones(["Z1", "brightco.test.", false]),
      records("Z1", { Name: "www.brightco.test.", Type: "A", value: "192.0.2.1" }),
    ];
    expect(said(missingRecord, "billing.brightco.test does not resolve", told)).toMatchObject({
      kind: "fault",
      faults: [{ property: "ResourceRecordSets" }],
    });
    expect(said(missingRecord, "www.brightco.test does not resolve", told).kind).toBe("apart");
  });
});
