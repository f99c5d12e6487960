import { describe, expect, it } from "vitest";
import type { Facts } from "../../../src/core/facts.ts";
import type { Json } from "../../../src/core/json.ts";
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
    return { reachable: slow.reachable, complaint: `seed ${seed}: ${JSON.stringify(question)}: ${complaint}` };
  });
}

/** As answers are graded: every fault that blocks by itself is named, and nothing is named that is none. */
function difference(slow: Verdict, answer: PathAnswer): string | undefined {
  const said = answer.blockedBy.map((hop) => ({ id: hop.component.id, way: hop.direction, why: hop.why }));
  const expected = slow.reachable ? "yes" : "no";
  if (answer.reachable !== expected)
    return `the analyzer says ${answer.reachable} ${JSON.stringify([said, answer.missing])}, packets say ${expected} ${JSON.stringify(slow.blockers)}`;
  const forgotten = slow.blockers.filter((blocker) => blocker.required && !said.some((one) => isNamed(blocker, one)));
  const invented = said.filter((one) => !slow.blockers.some((blocker) => isNamed(blocker, one)));
  if (forgotten.length + invented.length === 0) return undefined;
  return `forgotten ${JSON.stringify(forgotten)}, invented ${JSON.stringify(invented)}`;
}

function isNamed(blocker: Blocker, { id, way }: { readonly id: string; readonly way: Way }): boolean {
  return blocker.ids.includes(id) && blocker.ways.includes(way);
}

/** Every resource of a type changed behind the analyzer's back, as if it misread them. */
function misread(type: string, path: string, value: Json): (facts: Facts) => Facts {
  return (facts) => facts.patched(facts.all(type).map(({ id }) => ({ op: "replace", type, id, path, value })));
}

const spoilers: readonly (readonly [string, (facts: Facts) => Facts])[] = [
  ["security groups without outbound rules", misread("AWS::EC2::SecurityGroup", "/IpPermissionsEgress", [])],
  ["network ACLs without entries", misread("AWS::EC2::NetworkAcl", "/Entries", [])],
  ["the order of an ACL's entries", misread("AWS::EC2::NetworkAcl", "/Entries/0/RuleNumber", 1)],
  ["associations of route tables", misread("AWS::EC2::RouteTable", "/Associations/1/SubnetId", "subnet-0b")],
  ["the state of NAT gateways", misread("AWS::EC2::NatGateway", "/State", "available")],
  ["the state of peerings", misread("AWS::EC2::VPCPeeringConnection", "/Status/Code", "active")],
  ["the state of machines", misread("AWS::EC2::Instance", "/State/Name", "running")],
  ["attachments of internet gateways", misread("AWS::EC2::InternetGateway", "/Attachments", [])],
];

describe("the analyzer of reachability, beside the one that sends packets", () => {
  // Each quarter on its own, so that a failure says how much else holds.
  it.each([0, 1, 2, 3])("agrees on every question about generated accounts, quarter %i", (quarter) => {
    const rows = Array.from({ length: 300 }, (_, n) => compare(quarter * 300 + n)).flat();
    const complaints = rows.flatMap((row) => row.complaint ?? []);
    expect(complaints.slice(0, 5)).toEqual([]);
    const share = rows.filter((row) => row.reachable).length / rows.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  it.each(spoilers)("would notice if the analyzer misread %s", (_, spoil) => {
    const noticed = Array.from({ length: 60 }, (_, seed) => compare(seed, spoil)).flat().some((row) => row.complaint !== undefined);
    expect(noticed).toBe(true);
  });
});
