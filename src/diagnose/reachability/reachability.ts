import type { Missing, PathHop, PathVerdict } from "../../core/record/explain-record.ts";
import type { Facts } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import type { Endpoint, Located } from "./endpoint.ts";
import { judgeWay } from "./judge-way.ts";
import { locateEndpoint } from "./locate-endpoint.ts";
import { pathProbes } from "./path-probes.ts";
import type { Cause, Step } from "./step.ts";
import type { Protocol } from "./traffic.ts";

/** Would a packet get from one end to the other, and its answer back? tcp and udp need a port. */
export interface PathQuery {
  /** `internet`, an address or CIDR block, or a resource by id, ARN or name. */
  readonly from: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port?: number;
  /** Follow a load balancer to its targets. */
  readonly through?: boolean;
}

/** A blocker with what a fix and a finding need to know of it. */
export interface Block {
  readonly hop: PathHop;
  readonly cause: Cause;
}

export interface PathAnswer extends PathVerdict {
  readonly from: ResourceRef | { readonly address: string };
  readonly to: ResourceRef | { readonly address: string };
  /** Reads that would settle what is unknown. */
  readonly needs: readonly ProbeRequest[];
  /** `blockedBy` once more, with the structured cause of each. */
  readonly blocks: readonly Block[];
  readonly ends: { readonly from?: Endpoint; readonly to?: Endpoint };
}

/**
 * Follows a packet and its answer through everything that may stop them, over complete lists only: what was not read leaves the answer
 * unknown, never guessed. Sources: VPC User Guide (security groups, network ACLs, route tables, gateways), VPC Peering, Transit Gateways,
 * PrivateLink, Elastic Load Balancing, RDS and Lambda guides; each rule names its own.
 */
export function explainPath(facts: Facts, query: PathQuery): PathAnswer {
  const first = locateEndpoint(facts, query.from);
  const second = locateEndpoint(facts, query.to, { near: endpointOf(first) });
  const from =
    endpointOf(second) && endpointOf(locateEndpoint(facts, query.from, { near: endpointOf(second) }));
  const to = endpointOf(second);
  const needs = pathProbes(facts, query);
  if (!from || !to) return unresolved(facts, query, [first, second], needs);
  const steps = judgeWay({
    facts,
    from,
    to,
    protocol: query.protocol,
    port: query.port ?? 0,
    through: query.through === true,
  });
  return answered({
    from,
    to,
    steps: steps.steps,
    reachable: steps.reachable,
    missing: steps.missing,
    needs,
  });
}

interface Judged {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly steps: readonly Step[];
  readonly reachable: PathVerdict["reachable"];
  readonly missing: readonly Missing[];
  readonly needs: readonly ProbeRequest[];
}

function answered({ from, to, steps, reachable, missing, needs }: Judged): PathAnswer {
  const ordered = unique(steps.toSorted((a, b) => along(a) - along(b)));
  const blocking = unique(
    steps.filter((step) => step.hop.verdict === "blocks").toSorted((a, b) => a.stage - b.stage),
  );
  const blocks =
    reachable === "yes"
      ? []
      : oncePerGateway(blocking).map(({ hop, cause }) => ({
          hop,
          cause: cause ?? { kind: "other" as const },
        }));
  return {
    from: from.reference,
    to: to.reference,
    reachable,
    hops: ordered.map((step) => step.hop),
    blockedBy: blocks.map((block) => block.hop),
    missing: reachable === "unknown" ? distinct([...missing, ...steps.flatMap((step) => step.missing)]) : [],
    needs,
    blocks,
    ends: { from, to },
  };
}

/** Requests in the order of the way, then answers back. */
function along(step: Step): number {
  return step.hop.direction === "out" || step.hop.direction === "in" ? step.stage : 100 - step.stage;
}

function unique(steps: readonly Step[]): readonly Step[] {
  const seen = new Set<string>();
  return steps.filter(({ hop }) => {
    const key = `${hop.component.type} ${hop.component.id} ${hop.direction} ${hop.verdict}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A peering or gateway that stops both the request and the answer is one blocker. */
function oncePerGateway(steps: readonly Step[]): readonly Step[] {
  return steps.filter(
    (step, index) =>
      step.cause?.kind !== "gateway" ||
      steps.findIndex(
        (other) => other.hop.component.id === step.hop.component.id && other.cause?.kind === "gateway",
      ) === index,
  );
}

function distinct(missing: readonly Missing[]): Missing[] {
  return [...new Map(missing.map((one) => [JSON.stringify(one), one])).values()];
}

function endpointOf(located: Located): Endpoint | undefined {
  return located.kind === "found" ? located.endpoint : undefined;
}

function unresolved(
  facts: Facts,
  query: PathQuery,
  [first, second]: readonly [Located, Located],
  needs: readonly ProbeRequest[],
): PathAnswer {
  const missing = [missingOf(query.from, first), missingOf(query.to, second)].flat();
  return {
    from: endpointOf(first)?.reference ?? { address: query.from },
    to: endpointOf(second)?.reference ?? { address: query.to },
    reachable: "unknown",
    hops: [],
    blockedBy: [],
    missing: [...missing, ...refusedReads(facts)],
    needs,
    blocks: [],
    ends: {},
  };
}

function missingOf(asked: string, located: Located): readonly Missing[] {
  if (located.kind === "ambiguous")
    return [
      {
        key: asked,
        why: `several resources are called so: ${located.candidates.map((one) => one.id).join(", ")}`,
      },
    ];
  return located.kind === "absent" ? located.missing : [];
}

function refusedReads(facts: Facts): readonly Missing[] {
  const operations = [
    ["ec2", "DescribeInstances"],
    ["ec2", "DescribeNetworkInterfaces"],
    ["elbv2", "DescribeLoadBalancers"],
    ["rds", "DescribeDBInstances"],
    ["lambda", "ListFunctions"],
  ] as const;
  return operations.flatMap(([service, operation]) => {
    const read = facts.reads(service, operation).at(-1);
    return read?.error
      ? [{ read: `${service}:${operation}`, why: `${read.error.code}: ${read.error.message}` }]
      : [];
  });
}

export { pathProbes } from "./path-probes.ts";
export { clearing, onOneInterface, proposeChanges } from "./propose-changes.ts";
export { provePath } from "./prove-path.ts";
