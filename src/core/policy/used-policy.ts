import type { Call } from "../call.ts";
import type { PolicyDocument } from "../grant.ts";
import type { Need } from "../need.ts";
import type { UsedPermission } from "../record/run-policy.ts";
import { alternateArns } from "./alternate-arns.ts";
import { covers } from "./covers.ts";
import { leastPolicy } from "./least-policy.ts";
import type { Needed } from "./least-policy.ts";
import { parsePolicy } from "./parse-policy.ts";

/** Above this many resources of one kind, the pattern that was granted for them is kept instead of each. */
const mostResources = 5;

/** The permissions that calls made use of: those that were allowed here and not refused by AWS, each action with what it touched. */
export function usedPermissions(calls: readonly Call[]): readonly UsedPermission[] {
  const byAction = new Map<string, { resources: Set<string>; calls: Set<number> }>();
  for (const call of calls.filter(wasUsed))
    for (const { action, resources } of needsOf(call)) {
      const known = byAction.get(action) ?? { resources: new Set<string>(), calls: new Set<number>() };
      for (const resource of resources) known.resources.add(resource);
      known.calls.add(call.n);
      byAction.set(action, known);
    }
  return [...byAction]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([action, { resources, calls: numbers }]) => ({
      action,
      resources: [...resources].toSorted(),
      calls: [...numbers],
    }));
}

/** The policy to keep: used actions on used resources. Many resources become the pattern that was granted for them; nothing is wider than what was granted. */
export function usedPolicy(calls: readonly Call[], granted?: PolicyDocument): PolicyDocument {
  const patterns = granted ? grantedPatterns(granted) : [];
  const needs = calls
    .filter(wasUsed)
    .flatMap(needsOf)
    .map((need): Needed => ({
      ...need,
      resources: [...need.resources, ...need.resources.flatMap(alternateArns)],
    }));
  const merged = Map.groupBy(needs, ({ action, context }) => JSON.stringify([action, context]));
  return leastPolicy(
    [...merged.values()].flatMap((same) => {
      const [first] = same;
      if (!first) return [];
      const resources = [...new Set(same.flatMap((need) => need.resources))];
      return [{ ...first, resources: generalised(first.action, resources, patterns) }];
    }),
  );
}

interface GrantedPattern {
  readonly action: string;
  readonly resources: readonly string[];
}

/** The Allow statements of a document, action by action. */
export function grantedPatterns(granted: PolicyDocument): readonly GrantedPattern[] {
  const parsed = parsePolicy({ Version: granted.Version ?? "2012-10-17", Statement: granted.Statement });
  if (parsed.kind === "invalid") return [];
  return parsed.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap(({ action, resource }) =>
      action.patterns.map((name) => ({ action: name, resources: resource?.patterns ?? ["*"] })),
    );
}

function generalised(
  action: string,
  resources: readonly string[],
  granted: readonly GrantedPattern[],
): readonly string[] {
  const patterns = granted
    .filter((one) => one.action === action)
    .flatMap((one) => one.resources)
    .filter((pattern) => pattern.includes("*") && pattern !== "*");
  return patterns.reduce<readonly string[]>((sofar, pattern) => {
    const inside = sofar.filter((resource) => covers(pattern, resource));
    return inside.length > mostResources
      ? [...sofar.filter((resource) => !inside.includes(resource)), pattern]
      : sofar;
  }, resources);
}

/** Served again from the record, a call needed its permission when it was first made. */
function wasUsed(call: Call): boolean {
  return call.decision === "allowed" && call.refused === undefined;
}

function needsOf(call: Call): readonly Need[] {
  const further = (call.further ?? []).map(({ context, ...need }) => ({
    ...need,
    ...(context && { context }),
  }));
  return [{ action: call.action, resources: call.resources }, ...further];
}
