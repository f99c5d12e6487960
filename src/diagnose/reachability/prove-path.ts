import type { NewlyAllowed, Proof } from "../../core/change.ts";
import type { Facts, Resource } from "../../core/facts.ts";
import { objects } from "../../facts/reader.ts";
import { judgeWay } from "./judge-way.ts";
import { locateEndpoint } from "./locate-endpoint.ts";
import type { PathQuery } from "./reachability.ts";
import { aclOf } from "./network-acl.ts";
import type { Place } from "./place.ts";
import { tableOf } from "./route-table.ts";

const filters = [
  "AWS::EC2::SecurityGroup",
  "AWS::EC2::NetworkAcl",
  "AWS::EC2::RouteTable",
  "AWS::EC2::InternetGateway",
  "AWS::EC2::NatGateway",
  "AWS::EC2::VPCPeeringConnection",
  "AWS::EC2::TransitGatewayRoute",
] as const;
const subjects = [
  "AWS::EC2::Instance",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::RDS::DBInstance",
  "AWS::Lambda::Function",
] as const;

/** So many subjects are compared on each side at most: nearest to the change first. */
const limit = 20;

/**
 * Does the way open when the change is applied, and what else opens with it, on the port that was asked about: from the internet, from
 * every VPC and from the machines of the account to what the change touches, and from there to the internet.
 */
export function provePath(facts: Facts, patched: Facts, query: PathQuery): Proof {
  const before = reaches(facts, query);
  const after = reaches(patched, query);
  return { flips: before !== "yes" && after === "yes", newlyAllowed: opened(facts, patched, query) };
}

function reaches(facts: Facts, query: PathQuery): "yes" | "no" | "unknown" {
  const from = locateEndpoint(facts, query.from);
  if (from.kind !== "found") return "unknown";
  const to = locateEndpoint(facts, query.to, { near: from.endpoint });
  if (to.kind !== "found") return "unknown";
  return judgeWay({
    facts,
    from: from.endpoint,
    to: to.endpoint,
    protocol: query.protocol,
    port: query.port ?? 0,
    through: query.through === true,
  }).reachable;
}

function opened(facts: Facts, patched: Facts, query: PathQuery): NewlyAllowed[] {
  const changed = changedResources(facts, patched);
  const all = subjects.flatMap((type) => patched.all(type));
  const touched = all.filter((subject) => isTouched(patched, subject, changed)).slice(0, limit);
  const vpcs = patched.all("AWS::EC2::VPC").map((vpc) => vpc.id);
  const sources = ["internet", ...vpcs, ...all.filter(startsConnections).map((one) => one.id)].slice(
    0,
    limit + vpcs.length,
  );
  const pairs = touched.flatMap((subject) => [
    ...(subject.type === "AWS::Lambda::Function" ? [] : sources.map((from) => ({ from, to: subject.id }))),
    ...(startsConnections(subject) ? [{ from: subject.id, to: "internet" }] : []),
  ]);
  return pairs
    .filter(
      ({ from, to }) => from !== to && !(isSame(facts, from, query.from) && isSame(facts, to, query.to)),
    )
    .filter(({ from, to }) => {
      const asked = { ...query, from, to, through: false };
      return reaches(patched, asked) === "yes" && reaches(facts, asked) !== "yes";
    })
    .map(({ from, to }) => ({ from, to, ...(query.port !== undefined && { port: query.port }) }));
}

function startsConnections(resource: Resource): boolean {
  return resource.type === "AWS::EC2::Instance" || resource.type === "AWS::Lambda::Function";
}

function isSame(facts: Facts, id: string, asked: string): boolean {
  return id === asked || facts.named(asked).some((one) => one.id === id);
}

function changedResources(facts: Facts, patched: Facts): ReadonlySet<string> {
  const types = [...filters, ...subjects];
  return new Set(
    types.flatMap((type) =>
      patched
        .all(type)
        .filter((resource) => facts.get(type, resource.id)?.data !== resource.data)
        .map((resource) => resource.id),
    ),
  );
}

/** The change is to the subject, or to something that its packets meet. */
function isTouched(facts: Facts, subject: Resource, changed: ReadonlySet<string>): boolean {
  if (changed.has(subject.id)) return true;
  const located = locateEndpoint(facts, subject.id);
  if (located.kind !== "found") return false;
  return located.endpoint.places.some((place) => meets(facts, place, changed));
}

function meets(facts: Facts, place: Place, changed: ReadonlySet<string>): boolean {
  if (place.groups?.some((id) => changed.has(id))) return true;
  if (!place.subnet || place.vpcId === undefined) return false;
  const acl = aclOf(facts, place.subnet.id);
  if (acl && changed.has(acl.id)) return true;
  const table = tableOf(facts, place.subnet.id, place.vpcId);
  if (table.kind !== "found") return false;
  if (changed.has(table.table.id)) return true;
  return objects(table.table.data, "Routes").some((route) =>
    Object.values(route).some((value) => typeof value === "string" && changed.has(value)),
  );
}
