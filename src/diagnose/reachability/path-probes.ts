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
  if (/^(i|eni|vpce|subnet|vpc|nat|igw|eipalloc)-[0-9a-f]+$/.test(written)) return [];
  return facts.named(written).length > 0 && tried(facts, "ec2", "DescribeInstances")
    ? []
    : ["load-balancer", "database", "function"];
}
