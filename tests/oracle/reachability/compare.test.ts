import { describe, expect, it } from "vitest";
import type { Facts } from "../../../src/core/facts.ts";
import { isArray, isObject } from "../../../src/core/json/json.ts";
import type { Json, JsonObject } from "../../../src/core/json/json.ts";
import { explainPath } from "../../../src/diagnose/reachability/reachability.ts";
import type { PathAnswer } from "../../../src/diagnose/reachability/reachability.ts";
import { factsOf } from "../../../src/facts/fact-base.ts";
import { readers } from "../../../src/services/ec2/facts.ts";
import { recorded } from "../../../src/testing/recorded.ts";
import { generateNetwork } from "./generate-network.ts";
import type { Blocker, Way } from "./packet.ts";
import { recordNetwork } from "./record-network.ts";
import { slowReachability } from "./slow-reachability.ts";
import type { Verdict } from "./slow-reachability.ts";

const account = "123456789012";

interface Row {
  readonly reachable: boolean;
  readonly complaint?: string;
}

/** Makes the account of a seed, hands the facts to `spoil`, and asks both about it. */
function compare(seed: number, spoil: (facts: Facts) => Facts = (facts) => facts): readonly Row[] {
  const { network, questions } = generateNetwork(seed);
  const facts = spoil(factsOf(recorded(recordNetwork(network)), readers, account));
  return questions.map((question) => {
    const slow = slowReachability(network, question);
    const complaint = difference(slow, explainPath(facts, question));
    if (complaint === undefined) return { reachable: slow.reachable };
    return {
      reachable: slow.reachable,
      complaint: `seed ${seed}: ${JSON.stringify(question)}: ${complaint}`,
    };
  });
}

/** As answers are graded: every fault that blocks by itself is named, and nothing is named that is none. */
function difference(slow: Verdict, answer: PathAnswer): string | undefined {
  const said = answer.blockedBy.map((hop) => ({ id: hop.component.id, way: hop.direction, why: hop.why }));
  const expected = slow.reachable ? "yes" : "no";
  if (answer.reachable !== expected)
    return `the analyzer says ${answer.reachable} ${JSON.stringify([said, answer.missing])}, packets say ${expected} ${JSON.stringify(slow.blockers)}`;
  const forgotten = slow.blockers.filter(
    (blocker) => blocker.required && !said.some((one) => isNamed(blocker, one)),
  );
  const invented = said.filter((one) => !slow.blockers.some((blocker) => isNamed(blocker, one)));
  if (forgotten.length + invented.length === 0) return undefined;
  return `forgotten ${JSON.stringify(forgotten)}, invented ${JSON.stringify(invented)}`;
}

function isNamed(blocker: Blocker, { id, way }: { readonly id: string; readonly way: Way }): boolean {
  return blocker.ids.includes(id) && blocker.ways.includes(way);
}

/** Every resource of a type changed behind the analyzer's back, as if it misread them. */
function misread(type: string, member: string, as: (value: Json) => Json): (facts: Facts) => Facts {
  return (facts) =>
    facts.patched(
      facts.all(type).map(({ id, data }) => ({
        op: "replace",
        type,
        id,
        path: `/${member}`,
        value: as(data[member] ?? null),
      })),
    );
}

/** Every object of a list with a member changed. */
function each(change: (item: JsonObject) => JsonObject): (value: Json) => Json {
  return (value) => (isArray(value) ? value.filter(isObject).map(change) : value);
}

/** An analyzer that got one rule wrong, made of a right one that reads a wrong account. */
const mistakes: readonly (readonly [string, (facts: Facts) => Facts])[] = [
  ["lets no machine start a connection", misread("AWS::EC2::SecurityGroup", "IpPermissionsEgress", () => [])],
  [
    "takes groups for ones that admit every port",
    misread(
      "AWS::EC2::SecurityGroup",
      "IpPermissions",
      each((rule) => ({ ...rule, FromPort: 0, ToPort: 65_535 })),
    ),
  ],
  [
    "forgets rules that name groups",
    misread(
      "AWS::EC2::SecurityGroup",
      "IpPermissions",
      each((rule) => ({ ...rule, UserIdGroupPairs: [] })),
    ),
  ],
  [
    "tries an ACL's rules from the last to the first",
    misread(
      "AWS::EC2::NetworkAcl",
      "Entries",
      each((rule) => ({ ...rule, RuleNumber: 32_767 - Number(rule["RuleNumber"]) })),
    ),
  ],
  [
    "lets every ACL answer",
    misread(
      "AWS::EC2::NetworkAcl",
      "Entries",
      each((rule) => (rule["Egress"] === true ? { ...rule, RuleAction: "allow", Protocol: "-1" } : rule)),
    ),
  ],
  [
    "ends a port range one port too late",
    misread(
      "AWS::EC2::NetworkAcl",
      "Entries",
      each((rule) => ({
        ...rule,
        ...(isObject(rule["PortRange"]) && {
          PortRange: { ...rule["PortRange"], To: Number(rule["PortRange"]["To"]) + 1 },
        }),
      })),
    ),
  ],
  [
    "gives every subnet the main table",
    misread("AWS::EC2::RouteTable", "Associations", (value) =>
      isArray(value) ? value.filter((one) => isObject(one) && one["Main"] === true) : value,
    ),
  ],
  ["takes every NAT gateway for available", misread("AWS::EC2::NatGateway", "State", () => "available")],
  [
    "takes every peering for active",
    misread("AWS::EC2::VPCPeeringConnection", "Status", () => ({ Code: "active" })),
  ],
  [
    "takes every machine for running",
    misread("AWS::EC2::Instance", "State", () => ({ Code: 16, Name: "running" })),
  ],
  ["sees no internet gateway attached", misread("AWS::EC2::InternetGateway", "Attachments", () => [])],
  [
    "takes every attachment for available",
    misread("AWS::EC2::TransitGatewayVpcAttachment", "State", () => "available"),
  ],
];

describe("the analyzer of reachability, beside the one that sends packets", () => {
  // Each quarter on its own, so that a failure says how much else holds.
  it.each([0, 1, 2, 3])("agrees about generated accounts, quarter %i", (quarter) => {
    const rows = Array.from({ length: 300 }, (_, n) => compare(quarter * 300 + n)).flat();
    expect(rows.flatMap((row) => row.complaint ?? []).slice(0, 5)).toEqual([]);
    const share = rows.filter((row) => row.reachable).length / rows.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  it.each(mistakes)("would be caught if it %s", (_, mistaken) => {
    const seeds = Array.from({ length: 1000 }, (_, seed) => seed);
    expect(seeds.some((seed) => compare(seed, mistaken).some((row) => row.complaint !== undefined))).toBe(
      true,
    );
  });
});
