import type { PolicyDocument } from "../grant.ts";
import { covers } from "./covers.ts";

/** One action that the text needs, and the ARNs that its literals determine. */
export interface Needed {
  readonly action: string;
  readonly resources: readonly string[];
  /** Condition keys that AWS will see, and what they will hold. */
  readonly context?: { readonly [key: string]: string };
}

interface Group {
  readonly prefix: string;
  readonly actions: string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/** By operator, then by key. */
interface Condition {
  readonly [operator: string]: { readonly [key: string]: string };
}

/** The least policy for these needs: one statement for each service and set of resources, in a fixed order. */
export function leastPolicy(needs: readonly Needed[]): PolicyDocument {
  const counted = new Map<string, number>();
  const statements = grouped(needs).map(({ prefix, actions, resources, condition }) => {
    const count = (counted.get(prefix) ?? 0) + 1;
    counted.set(prefix, count);
    return {
      Sid: sidOf(prefix, count),
      Effect: "Allow",
      Action: actions,
      Resource: [...resources],
      ...(condition && { Condition: { ...condition } }),
    };
  });
  return { Version: "2012-10-17", Statement: statements };
}

function grouped(needs: readonly Needed[]): readonly Group[] {
  const byAction = new Map<string, { action: string; condition?: Condition; resources: Set<string> }>();
  for (const { action, resources, context } of needs) {
    const condition = context && conditionOf(context);
    const key = `${action} ${JSON.stringify(condition)}`;
    const known = byAction.get(key) ?? {
      action,
      ...(condition && { condition }),
      resources: new Set<string>(),
    };
    for (const resource of resources) known.resources.add(resource);
    byAction.set(key, known);
  }
  const groups = new Map<string, Group>();
  const inOrder = [...byAction.values()].toSorted((a, b) =>
    a.action < b.action ? -1 : a.action > b.action ? 1 : 0,
  );
  for (const { action, condition, resources: all } of inOrder) {
    const resources = all.size === 0 ? ["*"] : withoutCovered([...all].toSorted());
    const prefix = action.split(":")[0] ?? action;
    const key = `${prefix} ${JSON.stringify(condition)} ${resources.join(" ")}`;
    const group = groups.get(key) ?? { prefix, actions: [], resources, ...(condition && { condition }) };
    group.actions.push(action);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function conditionOf(context: NonNullable<Needed["context"]>): Condition {
  const pairs = Object.entries(context);
  const like = pairs.filter(([, value]) => value.includes("*"));
  const equal = pairs.filter(([, value]) => !value.includes("*"));
  return {
    ...(equal.length > 0 && { StringEquals: Object.fromEntries(equal) }),
    ...(like.length > 0 && { StringLike: Object.fromEntries(like) }),
  };
}

/** Without what another pattern of the list already says. */
function withoutCovered(resources: readonly string[]): readonly string[] {
  if (resources.includes("*")) return ["*"];
  const patterns = resources.filter((resource) => /[*?]/.test(resource));
  return resources.filter(
    (resource) => !patterns.some((pattern) => pattern !== resource && covers(pattern, resource)),
  );
}

/** A Sid takes letters and digits only (IAM User Guide, JSON policy elements: Sid). */
function sidOf(prefix: string, count: number): string {
  const name = prefix
    .split(/[^a-zA-Z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return count === 1 ? name : `${name}${/\d$/.test(name) ? "No" : ""}${count}`;
}
