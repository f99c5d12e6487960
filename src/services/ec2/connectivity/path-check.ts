import type { Facts } from "../../../core/facts.ts";
import type { Evidence } from "../../../core/finding.ts";
import type { Json } from "../../../core/json/json.ts";
import type { ProbeRequest } from "../../../core/probe.ts";
import { blame } from "../../../diagnose/blame.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../../diagnose/check.ts";
import { explainPath, pathProbes } from "../../../diagnose/reachability/reachability.ts";
import type { Block, PathAnswer } from "../../../diagnose/reachability/reachability.ts";
import { askedPaths, meansDatabase } from "./asked-paths.ts";
import type { AskedPath } from "./asked-paths.ts";
import { called } from "./blamed.ts";
import { faultsOf } from "./path-faults.ts";
import { clientPortFault } from "./port-fault.ts";

interface Explained {
  readonly path: AskedPath;
  readonly answer: PathAnswer;
}

/** Follows the ways that the question asks about and names what stops them. */
export const networkPath: Check = {
  id: "network.path",
  title: "routes, gateways, network ACLs and security groups on the way",
  run: (context) => {
    const concerned = context.subjects.some(({ ref }) => networked.test(ref.type));
    if (!concerned || asksForOpenness(context)) return { kind: "apart" };
    const probes = wanted(context);
    if (probes.length > 0) return { kind: "needs", probes };
    const explained = askedPaths(context).map((path) => ({ path, answer: explainPath(context.facts, path) }));
    return explained.length === 0 ? { kind: "apart" } : judged(context.facts, explained);
  },
};

const networked =
  /^(Internet|Address|Host|AWS::(EC2|RDS|Lambda|ElastiCache|EFS|ECS|AutoScaling|ElasticLoadBalancing(V2)?)::)/;

/** Whether or which things are open is asked of exposure: there a closed way is no fault. */
function asksForOpenness({ question }: CheckContext): boolean {
  const open = question.symptoms?.[0] === "exposure" || question.asks === "facts";
  return (
    open &&
    !/\b(?:not|nothing|nobody|no longer|can'?t|cannot|unable|down|unreachable|stopped|fails?|times? out)\b|n't\b/i.test(
      question.text,
    )
  );
}

/** Load balancers, databases and functions are read only where the question is about one, or about none in particular. */
function wanted({ facts, subjects, question }: CheckContext): readonly ProbeRequest[] {
  const network = pathProbes(facts, { from: "internet", to: "internet" });
  const types = subjects.map(({ ref }) => ref.type);
  const open = types.every((type) =>
    ["Internet", "Address", "Host", "AWS::EC2::VPC", "AWS::EC2::Subnet"].includes(type),
  );
  const database = meansDatabase(question.text);
  const about = (prefix: string) =>
    open || types.some((type) => type.startsWith(prefix)) || (prefix === "AWS::RDS" && database);
  const named = (prefix: string) => types.some((type) => type.startsWith(prefix));
  const tried = (service: string, operation: string) => facts.reads(service, operation).length > 0;
  return [
    ...network,
    ...(about("AWS::ElasticLoadBalancing") && !tried("elbv2", "DescribeTargetGroups")
      ? [probe("elbv2/load-balancers", "listeners and targets of the load balancers")]
      : []),
    ...(about("AWS::RDS") && !tried("rds", "DescribeDBInstances")
      ? [probe("rds/inventory", "where the databases are and what guards them")]
      : []),
    ...(about("AWS::Lambda") && !tried("lambda", "ListFunctions")
      ? [probe("lambda/inventory", "where the functions are and what guards them")]
      : []),
    ...(named("AWS::ElastiCache") && !tried("elasticache", "DescribeCacheSubnetGroups")
      ? [probe("elasticache/inventory", "where the caches are and what guards them")]
      : []),
    ...(named("AWS::EFS") && !tried("efs", "DescribeFileSystems")
      ? [probe("efs/inventory", "where the file systems are mounted and what guards them")]
      : []),
    ...(named("AWS::ECS") && !tried("ecs", "ListClusters")
      ? [probe("ecs/inventory", "where the container services run and what guards them")]
      : []),
  ];
}

function probe(id: string, reason: string): ProbeRequest {
  return { probe: id, variables: {}, reason };
}

function judged(facts: Facts, explained: readonly Explained[]): CheckResult {
  const blocked = nearest(
    explained.flatMap((one) => (one.answer.reachable === "no" ? [one] : (partlyBlocked(one) ?? []))),
  );
  const open = explained.filter(
    (one) => one.answer.reachable === "unknown" && !partlyBlocked(one) && !onlyIdleTargets(one),
  );
  const gaps = [...new Set(open.flatMap(gapsOf))];
  const detail: Json = explained.map(({ path, answer }) => ({
    from: endName(facts, path.from),
    to: endName(facts, path.to),
    protocol: path.protocol,
    port: path.port ?? null,
    reachable: answer.reachable,
    hops: answer.hops.map(({ component, direction, verdict, why }) => ({
      component: {
        type: component.type ?? "",
        id: component.id,
        ...(component.name !== undefined && { name: component.name }),
      },
      direction,
      verdict,
      why,
    })),
  }));
  const faults = distinct([
    ...blocked.flatMap(({ path, answer }) => faultsOf(facts, path, answer)),
    ...explained.flatMap((one) => clientFaults(facts, one)),
  ]);
  const more = gaps.length > 0 && { gaps };
  if (faults.length > 0) return { kind: "fault", faults, detail, ...more };
  // What was not judged may hide the fault: no way is called open beside one that is not known.
  if (gaps.length > 0) return { kind: "gap", gaps };
  const reached = explained.filter((one) => one.answer.reachable === "yes" || onlyIdleTargets(one));
  if (reached.length === 0 || blocked.length > 0) return { kind: "apart" };
  const told = reached.map(
    ({ path }) =>
      `${endName(facts, path.from)} reaches ${endName(facts, path.to)}${path.port === undefined ? "" : ` on ${path.protocol}/${path.port}`}${path.through === true ? " and its targets" : ""}`,
  );
  return { kind: "fine", text: [...new Set(told)].join("; "), evidence: evidenceOf(reached), detail };
}

/** An end as a sentence names it. */
function endName(facts: Facts, end: string): string {
  const [resource] = facts.named(end);
  return resource
    ? called({ ...resource, id: resource.id.startsWith("arn:") ? (resource.name ?? end) : end })
    : end;
}

/**
 * Some subnets or targets are reached and others are not, and nothing on the way is unread: what stops those is a fault, for clients meet it now
 * and then. A target that merely does not run gets no traffic while others do.
 */
function partlyBlocked({ path, answer }: Explained): Explained | undefined {
  if (!isDivided(answer) || path.stands) return undefined;
  const blocks = answer.blocks.filter((block) => !isIdle(block));
  return blocks.length > 0 ? { path, answer: { ...answer, blocks } } : undefined;
}

/** All that is not reached behind a load balancer are targets that do not run, beside others that are reached. */
function onlyIdleTargets({ path, answer }: Explained): boolean {
  return (
    path.through === true && isDivided(answer) && answer.blocks.length > 0 && answer.blocks.every(isIdle)
  );
}

function isDivided({ reachable, hops, missing }: PathAnswer): boolean {
  return (
    reachable === "unknown" &&
    !hops.some(({ verdict }) => verdict === "unknown") &&
    !missing.some((one) => "read" in one)
  );
}

function isIdle({ cause }: Block): boolean {
  return cause.kind === "subject" && cause.problem === "not-running";
}

/** The way to the database's own port is open, but the client is set to another one. */
function clientFaults(facts: Facts, { path, answer }: Explained): readonly Fault[] {
  const said = answer.reachable === "yes" ? clientPortFault(facts, path) : undefined;
  return said ? [blame(said.resource, said.blamed)] : [];
}

function gapsOf({ path, answer }: Explained): readonly string[] {
  const way = `${path.from} to ${path.to}`;
  return answer.missing.map((missing) =>
    "read" in missing
      ? `${way}: ${missing.read} is needed (${missing.why})`
      : `${way}: ${missing.key}: ${missing.why}`,
  );
}

/** Of the machines that stand for a network, those count that get farthest: the others may never have been meant to get there. */
function nearest(blocked: readonly Explained[]): readonly Explained[] {
  const fewest = (to: string) =>
    Math.min(
      ...blocked
        .filter(({ path }) => path.stands && path.to === to)
        .map(({ answer }) => answer.blocks.length),
    );
  return blocked.filter(({ path, answer }) => !path.stands || answer.blocks.length === fewest(path.to));
}

/** One setting is one fault, however many ways it stops. */
function distinct(faults: readonly Fault[]): readonly Fault[] {
  return [
    ...new Map(
      faults
        .toReversed()
        .map((fault) => [`${fault.resource.type} ${fault.resource.id} ${fault.property}`, fault]),
    ).values(),
  ].toReversed();
}

function evidenceOf(explained: readonly Explained[]): readonly Evidence[] {
  const all = explained.flatMap(({ answer }) => answer.hops.flatMap((hop) => hop.evidence));
  return [
    ...new Map(all.map((one) => [`${one.call} ${one.pointer} ${one.query ?? ""}`, one])).values(),
  ].slice(0, 20);
}
