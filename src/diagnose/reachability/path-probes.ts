import type { Facts } from "../../core/facts.ts";
import type { ProbeRequest } from "../../core/probe.ts";
import { parseRange } from "./address-range.ts";
import type { PathQuery } from "./reachability.ts";

/**
 * Probes that an explanation of this path still needs; empty when nothing more is to be fetched. A probe whose reads are there, even
 * refused ones, is not asked for again.
 */
export function pathProbes(facts: Facts, query: Pick<PathQuery, "from" | "to">): readonly ProbeRequest[] {
  const network: readonly ProbeRequest[] = tried(facts, "ec2", "DescribeRouteTables")
    ? []
    : [
        {
          probe: "ec2/network",
          variables: {},
          reason: "routes, groups, ACLs and interfaces decide whether packets get through",
        },
      ];
  const kinds = new Set([query.from, query.to].flatMap((end) => kindsOf(facts, end)));
  return [
    ...network,
    ...inventories
      .filter(({ kind, service, operation }) => kinds.has(kind) && !tried(facts, service, operation))
      .map(({ request }) => request),
  ];
}

const inventories = [
  {
    kind: "load-balancer",
    service: "elbv2",
    operation: "DescribeLoadBalancers",
    request: {
      probe: "elbv2/load-balancers",
      variables: {},
      reason: "an end of the way may be a load balancer",
    },
  },
  {
    kind: "database",
    service: "rds",
    operation: "DescribeDBInstances",
    request: { probe: "rds/inventory", variables: {}, reason: "an end of the way may be a database" },
  },
  {
    kind: "function",
    service: "lambda",
    operation: "ListFunctions",
    request: { probe: "lambda/inventory", variables: {}, reason: "an end of the way may be a function" },
  },
  {
    kind: "cache",
    service: "elasticache",
    operation: "DescribeCacheSubnetGroups",
    request: { probe: "elasticache/inventory", variables: {}, reason: "an end of the way may be a cache" },
  },
  {
    kind: "container",
    service: "ecs",
    operation: "ListClusters",
    request: {
      probe: "ecs/inventory",
      variables: {},
      reason: "an end of the way may be a container service",
    },
  },
  {
    kind: "file-system",
    service: "efs",
    operation: "DescribeFileSystems",
    request: { probe: "efs/inventory", variables: {}, reason: "an end of the way may be a file system" },
  },
] as const;

type Kind = (typeof inventories)[number]["kind"];

function tried(facts: Facts, service: string, operation: string): boolean {
  return facts.reads(service, operation).length > 0;
}

/** What an end may be, from its form: an EC2 id is in the network probe, an ARN names its service, a plain name may be anything. */
function kindsOf(facts: Facts, end: string): readonly Kind[] {
  const written = end.trim();
  if (/^(the )?internet$/i.test(written) || parseRange(written)) return [];
  if (/^arn:[^:]*:elasticloadbalancing:/.test(written)) return ["load-balancer"];
  if (/^arn:[^:]*:rds:/.test(written)) return ["database"];
  if (/^arn:[^:]*:lambda:/.test(written)) return ["function"];
  if (/^arn:[^:]*:elasticache:/.test(written)) return ["cache"];
  if (/^arn:[^:]*:ecs:/.test(written)) return ["container"];
  if (/^arn:[^:]*:elasticfilesystem:|^fs(?:mt)?-[0-9a-f]+$/.test(written)) return ["file-system"];
  if (/^(i|eni|vpce|subnet|vpc|nat|igw|eipalloc)-[0-9a-f]+$/.test(written)) return [];
  const [known] = facts.named(written).flatMap(({ type }) => kindOfType(type) ?? []);
  if (known !== undefined) return [known];
  return facts.named(written).length > 0 && tried(facts, "ec2", "DescribeInstances")
    ? []
    : inventories.map(({ kind }) => kind);
}

/** A resource found in another answer (a task, a cluster) may still need its own service's lists. */
function kindOfType(type: string): Kind | undefined {
  if (type.startsWith("AWS::ElastiCache::")) return "cache";
  if (type.startsWith("AWS::ECS::")) return "container";
  return type.startsWith("AWS::EFS::") ? "file-system" : undefined;
}
