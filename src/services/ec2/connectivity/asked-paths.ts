import type { Facts, Resource } from "../../../core/facts.ts";
import type { CheckContext, Subject } from "../../../diagnose/check.ts";
import type { PathQuery } from "../../../diagnose/reachability/reachability.ts";
import { defaultTarget } from "../../../diagnose/reachability/route-changes.ts";
import { tableOf } from "../../../diagnose/reachability/route-table.ts";
import { objects, strings, text } from "../../../facts/reader.ts";
import { behindBalancer } from "./behind-balancer.ts";
import { calledService, endpointFor, serviceOfHost, serviceOfType, takesCalls } from "./api-endpoint.ts";
import { admitsPublic, groupIdsOf, meantSource, portsOf } from "./ports.ts";

/** A way that the question asks about. */
export interface AskedPath extends PathQuery {
  readonly source?: Resource;
  readonly target?: Resource;
  /** Nobody named this end: it stands for a whole network, so what only concerns it alone is not to be blamed. */
  readonly stands: boolean;
  /** An endpoint that is there but does not take the calls. */
  readonly bypassed?: Resource;
}

/** Both ends of a way, as the question's subjects give them. */
type End =
  | { readonly kind: "resource"; readonly resource: Resource; readonly stands: boolean }
  | { readonly kind: "outside"; readonly address: string }
  | { readonly kind: "service"; readonly service: string };

const machines = ["AWS::EC2::Instance", "AWS::Lambda::Function"] as const;
const places = new Set([
  "AWS::EC2::Instance",
  "AWS::EC2::NetworkInterface",
  "AWS::ElasticLoadBalancingV2::LoadBalancer",
  "AWS::ElasticLoadBalancing::LoadBalancer",
  "AWS::RDS::DBInstance",
  "AWS::RDS::DBCluster",
  "AWS::Lambda::Function",
  "AWS::ElastiCache::CacheCluster",
  "AWS::ElastiCache::ReplicationGroup",
  "AWS::EFS::FileSystem",
  "AWS::EFS::MountTarget",
  "AWS::ECS::Task",
  "AWS::ECS::Service",
  "AWS::EC2::VPCEndpoint",
]);
const starters = new Set([
  "AWS::EC2::Instance",
  "AWS::EC2::NetworkInterface",
  "AWS::Lambda::Function",
  "AWS::ECS::Task",
  "AWS::ECS::Service",
]);

/** So many ways are looked at, at most. */
const most = 24;

/** The ways that make sense of the question: who starts, who is reached, and the internet or an AWS API where one end is left open. */
export function askedPaths(context: CheckContext): readonly AskedPath[] {
  const ends = (role: Subject["role"]) =>
    context.subjects.filter((one) => one.role === role).flatMap((one) => endsOf(context, one));
  const open = ends("subject");
  const sources = ends("source");
  const targets = ends("target");
  const starting =
    sources.length > 0
      ? sources
      : open.filter((end) => end.kind === "resource" && canStart(context, end, targets));
  const reached = targets.length > 0 ? targets : open.filter((end) => !starting.includes(end));
  const pairs = completed(
    context,
    starting.filter(mayStart),
    reached.filter((end) => end.kind !== "resource" || mayBeReached(context, end)),
  );
  const asked = pairs.flatMap(([from, to]) => queries(context, from, to));
  const balancers = [...starting, ...reached].flatMap((end) =>
    end.kind === "resource" && !end.stands && isBalancer(end.resource) ? [end.resource] : [],
  );
  const behind = distinctById(balancers).flatMap((balancer) =>
    behindBalancer(
      context.facts,
      balancer,
      asked.some(({ target }) => target?.id === balancer.id),
    ),
  );
  return [...asked, ...behind].slice(0, most);
}

function distinctById(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [resource.id, resource])).values()];
}

/** Without roles, a function is one that starts; other machines do when something else is reached. */
function canStart(
  context: CheckContext,
  { resource }: Extract<End, { kind: "resource" }>,
  targets: readonly End[],
): boolean {
  if (!starters.has(resource.type)) return false;
  return (
    resource.type === "AWS::Lambda::Function" ||
    targets.length > 0 ||
    context.subjects.some(({ ref, role }) => ref.type === "Internet" && role === "target")
  );
}

function completed(
  context: CheckContext,
  starting: readonly End[],
  reached: readonly End[],
): readonly (readonly [End, End])[] {
  const internet: End = { kind: "outside", address: "internet" };
  const service = calledService(context.question.services);
  const beyond: End =
    service !== undefined && starting.some((end) => end.kind === "resource")
      ? { kind: "service", service }
      : internet;
  const outsideStarts = starting.length > 0 && starting.every((end) => end.kind === "outside");
  const outsideReached = reached.length > 0 && reached.every((end) => end.kind !== "resource");
  if (starting.length === 0 && reached.length === 0) return [];
  if (starting.length === 0 && outsideReached)
    return standIns(context, "private").flatMap((from) => reached.map((to) => [from, to] as const));
  if (outsideStarts && reached.length === 0)
    return standIns(context, "public").flatMap((to) => starting.map((from) => [from, to] as const));
  // Who wants in is not said: only what faces the internet is asked about from there.
  const facing = reached.filter((end) => end.kind === "resource" && facesInternet(context, end.resource));
  if (starting.length === 0) return facing.map((to) => [internet, to] as const);
  const implied = [...databasesOf(context, starting), ...peersOf(context)];
  const goals = reached.length > 0 ? reached : implied.length > 0 ? implied : [beyond];
  return starting.flatMap((from) => goals.flatMap((to) => (sameEnd(from, to) ? [] : [[from, to] as const])));
}

function mayStart(end: End): boolean {
  return end.kind !== "resource" || starters.has(end.resource.type);
}

/**
 * A machine that is merely spoken of is asked about only where it faces the internet, its groups admit the internet, or the words say who
 * reaches it: that nobody outside gets to a private one is no fault.
 */
function mayBeReached(
  { subjects, question, facts }: CheckContext,
  { resource, stands }: Extract<End, { kind: "resource" }>,
): boolean {
  if (stands || resource.type !== "AWS::EC2::Instance" || isExposed(resource)) return true;
  const roles = subjects.filter(({ ref }) => ref.id === resource.id).map(({ role }) => role);
  if (subjects.some(({ role }) => role === "source")) return true;
  const port = question.ports[0] ?? portsOf(facts, resource, question, true)[0] ?? 443;
  return roles.includes("target") && admitsPublic(facts, resource, port);
}

/** The words speak of a database without naming one. */
export function meansDatabase(words: string): boolean {
  return /\b(?:databases?|postgres\w*|mysql|mariadb|rds|aurora|db)\b/i.test(words);
}

/** Databases that let a machine in by its own groups or are in its network: what it is meant to reach when none is named. */
function databasesOf({ facts, question }: CheckContext, starting: readonly End[]): End[] {
  if (!meansDatabase(question.text)) return [];
  const sources = starting.flatMap((end) => (end.kind === "resource" ? [end.resource] : []));
  const groups = sources.flatMap(groupIdsOf);
  const networks = sources.map((source) => vpcOf(facts, source));
  const all = facts.all("AWS::RDS::DBInstance");
  const open = all.filter((database) => groupIdsOf(database).some((id) => names(facts, id, groups)));
  const near = all.filter((database) => networks.includes(text(database.data["DBSubnetGroup"], "VpcId")));
  const found = open.length > 0 ? open : near.length === 1 ? near : [];
  return found.map((resource) => ({ kind: "resource", resource, stands: false }) as const);
}

function names(facts: Facts, groupId: string, peers: readonly string[]): boolean {
  const permissions = objects(facts.get("AWS::EC2::SecurityGroup", groupId)?.data, "IpPermissions");
  return permissions.some((permission) =>
    objects(permission, "UserIdGroupPairs").some((pair) => peers.includes(text(pair, "GroupId"))),
  );
}

/** What stands behind the peerings of a network that the question names, where it speaks of peering and of no other end. */
function peersOf(context: CheckContext): End[] {
  const { facts, subjects, question } = context;
  if (!/\bpeer(?:ing|ed)?\b/i.test(question.text)) return [];
  const networks = subjects.filter(({ ref }) => ref.type === "AWS::EC2::VPC").map(({ ref }) => ref.id);
  const others = facts.all("AWS::EC2::VPCPeeringConnection").flatMap((peering) => {
    const ends = [
      text(peering.data["RequesterVpcInfo"], "VpcId"),
      text(peering.data["AccepterVpcInfo"], "VpcId"),
    ];
    return ends.some((id) => networks.includes(id)) ? ends.filter((id) => !networks.includes(id)) : [];
  });
  return [...inNetwork(context, (member) => others.includes(vpcOf(facts, member)), "target")];
}

/** An internal load balancer does only where the words speak of public clients or of its private addresses. */
function facesInternet({ subjects, question }: CheckContext, resource: Resource): boolean {
  if (!isBalancer(resource)) return resource.type === "AWS::EC2::Instance";
  return (
    text(resource.data, "Scheme") !== "internal" ||
    subjects.some(({ ref }) => ref.type === "Internet") ||
    /\b(?:private ips?|private address(?:es)?|public(?:ly)?)\b/i.test(question.text)
  );
}

export function isBalancer({ type }: Resource): boolean {
  return (
    type === "AWS::ElasticLoadBalancingV2::LoadBalancer" || type === "AWS::ElasticLoadBalancing::LoadBalancer"
  );
}

function sameEnd(one: End, other: End): boolean {
  if (one.kind === "outside" && other.kind !== "resource") return true;
  return one.kind === "resource" && other.kind === "resource" && one.resource.id === other.resource.id;
}

function endsOf(context: CheckContext, { ref, role }: Subject): readonly End[] {
  const { facts } = context;
  if (ref.type === "Internet") return [{ kind: "outside", address: "internet" }];
  if (ref.type === "Address") return [{ kind: "outside", address: ref.id }];
  const api = ref.type === "Host" ? serviceOfHost(ref.id) : serviceOfType(ref.type);
  if (api !== undefined) return [{ kind: "service", service: api }];
  if (ref.type === "Host") return [{ kind: "outside", address: "internet" }];
  const resource = facts.get(ref.type, ref.id);
  if (!resource) return [];
  if (places.has(ref.type)) return [{ kind: "resource", resource, stands: false }];
  if (ref.type === "AWS::ElasticLoadBalancingV2::TargetGroup")
    return strings(resource.data, "LoadBalancerArns").flatMap((arn) =>
      resourceEnd(facts, "AWS::ElasticLoadBalancingV2::LoadBalancer", arn, false),
    );
  if (ref.type === "AWS::AutoScaling::AutoScalingGroup")
    return objects(resource.data, "Instances").flatMap((one) =>
      resourceEnd(facts, "AWS::EC2::Instance", text(one, "InstanceId"), false),
    );
  if (ref.type === "AWS::EC2::VPC")
    return inNetwork(context, (member) => vpcOf(facts, member) === resource.id, role);
  if (ref.type === "AWS::EC2::Subnet")
    return inNetwork(context, (member) => subnetsOf(member).includes(resource.id), role);
  return [];
}

function resourceEnd(facts: Facts, type: string, id: string, stands: boolean): readonly End[] {
  const resource = facts.get(type, id);
  return resource ? [{ kind: "resource", resource, stands }] : [];
}

/** What stands for a network: its machines as sources, what takes connections as targets. */
function inNetwork(
  { facts, subjects }: CheckContext,
  inside: (resource: Resource) => boolean,
  role: Subject["role"],
): readonly End[] {
  const fromInternet = subjects.some((one) => one.ref.type === "Internet" && one.role === "source");
  const types =
    role === "source"
      ? machines
      : (["AWS::EC2::Instance", "AWS::ElasticLoadBalancingV2::LoadBalancer"] as const);
  const members = types.flatMap((type) => facts.all(type)).filter((one) => inside(one) && isAlive(one));
  return members
    .filter((one) => !fromInternet || isExposed(one))
    .map((resource) => ({ kind: "resource", resource, stands: true }) as const);
}

function isAlive(resource: Resource): boolean {
  return !/^(terminated|shutting-down)$/.test(text(resource.data["State"], "Name"));
}

/** It has a public address, so it is meant to be seen from outside. */
function isExposed(resource: Resource): boolean {
  return text(resource.data, "PublicIpAddress") !== "" || text(resource.data, "Scheme") === "internet-facing";
}

function vpcOf(facts: Facts, resource: Resource): string {
  const [subnet] = subnetsOf(resource);
  return text(resource.data, "VpcId") || text(facts.get("AWS::EC2::Subnet", subnet ?? "")?.data, "VpcId");
}

export function subnetsOf(resource: Resource): readonly string[] {
  const own = text(resource.data, "SubnetId");
  const config = resource.data["VpcConfig"];
  const spread =
    typeof config === "object" && config !== null && "SubnetIds" in config && Array.isArray(config.SubnetIds)
      ? config.SubnetIds
      : [];
  return [
    own,
    ...spread,
    ...objects(resource.data, "AvailabilityZones").map((zone) => text(zone, "SubnetId")),
  ].filter((id) => typeof id === "string" && id !== "");
}

/** Where the question names nothing: machines whose subnets do not lead to an internet gateway, or what has a public face. */
function standIns({ facts }: CheckContext, side: "private" | "public"): readonly End[] {
  const types =
    side === "private"
      ? machines
      : (["AWS::EC2::Instance", "AWS::ElasticLoadBalancingV2::LoadBalancer"] as const);
  const members = types.flatMap((type) => facts.all(type)).filter(isAlive);
  const fitting = members.filter((one) =>
    side === "public" ? isExposed(one) : subnetsOf(one).some((id) => isPrivate(facts, id, vpcOf(facts, one))),
  );
  return fitting.map((resource) => ({ kind: "resource", resource, stands: true }) as const);
}

function isPrivate(facts: Facts, subnetId: string, vpcId: string): boolean {
  const found = tableOf(facts, subnetId, vpcId);
  return found.kind === "found" && defaultTarget(facts, found.table)?.target !== "internet-gateway";
}

function queries(context: CheckContext, from: End, to: End): readonly AskedPath[] {
  const { facts, question } = context;
  const protocol = question.protocol ?? "tcp";
  const source = from.kind === "resource" ? from.resource : undefined;
  const stands = (from.kind === "resource" && from.stands) || (to.kind === "resource" && to.stands);
  if (from.kind === "service") return [];
  if (to.kind === "service") return source ? toService(facts, source, to.service) : [];
  if (to.kind === "outside") return toOutside(context, from, to.address, stands);
  const base = {
    to: to.resource.id,
    protocol,
    target: to.resource,
    stands,
    ...(source && { source }),
    ...(isBalancer(to.resource) && !stands && { through: true }),
  };
  const outside = from.kind === "outside";
  if (protocol === "icmp") return [{ ...base, from: outside ? from.address : from.resource.id }];
  return portsOf(facts, to.resource, question, outside && from.address === "internet").map((port) => ({
    ...base,
    port,
    from: !outside
      ? from.resource.id
      : from.address === "internet"
        ? meantSource(facts, to.resource, port)
        : from.address,
  }));
}

/** To an address: the port is the question's, else one that whoever holds it admits, else HTTPS. */
function toOutside(
  { facts, question }: CheckContext,
  from: End,
  address: string,
  stands: boolean,
): readonly AskedPath[] {
  if (from.kind !== "resource") return [];
  const protocol = question.protocol ?? "tcp";
  const base = { from: from.resource.id, to: address, protocol, source: from.resource, stands };
  if (protocol === "icmp") return [base];
  const holder = facts
    .all("AWS::EC2::Instance")
    .find((one) => text(one.data, "PrivateIpAddress") === address);
  const ports = holder
    ? portsOf(facts, holder, question, false)
    : question.ports.length > 0
      ? question.ports.slice(0, 2)
      : [443];
  return ports.map((port) => ({ ...base, port }));
}

/** To an AWS API: through the VPC's endpoint where one takes the calls, else over the internet. */
function toService(facts: Facts, source: Resource, service: string): readonly AskedPath[] {
  const endpoint = endpointFor(facts, vpcOf(facts, source), service);
  const base = { from: source.id, protocol: "tcp", port: 443, source, stands: false } as const;
  if (
    endpoint &&
    takesCalls(endpoint) &&
    !(text(endpoint.data, "VpcEndpointType") === "Gateway" && !serves(facts, endpoint, source))
  )
    return [{ ...base, to: endpoint.id, target: endpoint }];
  return [{ ...base, to: "internet", ...(endpoint && { bypassed: endpoint }) }];
}

/** A gateway endpoint serves only the tables it is associated with; without it, calls go over the internet. */
function serves(facts: Facts, endpoint: Resource, source: Resource): boolean {
  const vpcId = vpcOf(facts, source);
  return subnetsOf(source).every((id) => {
    const found = tableOf(facts, id, vpcId);
    return (
      found.kind === "found" &&
      (strings(endpoint.data, "RouteTableIds").includes(found.table.id) ||
        objects(found.table.data, "Routes").some((route) => text(route, "GatewayId") === endpoint.id))
    );
  });
}
