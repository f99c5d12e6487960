import type { PolicyDocument } from "../core/grant.ts";

/** One action that the text needs, and the ARNs that its literals determine. */
export interface Needed {
  readonly action: string;
  readonly resources: readonly string[];
}

/** The least policy for these needs: one statement for each service and set of resources, in a fixed order. */
export function leastPolicy(needs: readonly Needed[]): PolicyDocument {
  const byAction = new Map<string, Set<string>>();
  for (const { action, resources } of needs) {
    const known = byAction.get(action) ?? new Set();
    for (const resource of resources) known.add(resource);
    byAction.set(action, known);
  }
  const groups = new Map<string, { prefix: string; actions: string[]; resources: readonly string[] }>();
  for (const action of [...byAction.keys()].toSorted()) {
    const all = [...(byAction.get(action) ?? [])].toSorted();
    const resources = all.includes("*") || all.length === 0 ? ["*"] : all;
    const prefix = action.split(":")[0] ?? action;
    const key = `${prefix} ${resources.join(" ")}`;
    const group = groups.get(key) ?? { prefix, actions: [], resources };
    group.actions.push(action);
    groups.set(key, group);
  }
  const counted = new Map<string, number>();
  const statements = [...groups.values()].map(({ prefix, actions, resources }) => {
    const count = (counted.get(prefix) ?? 0) + 1;
    counted.set(prefix, count);
    return { Sid: sidOf(prefix, count), Effect: "Allow", Action: actions, Resource: [...resources] };
  });
  return { Version: "2012-10-17", Statement: statements };
}

/** A Sid takes letters and digits only (IAM User Guide, JSON policy elements: Sid). */
function sidOf(prefix: string, count: number): string {
  const name = prefix
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return count === 1 ? name : `${name}${count}`;
}
