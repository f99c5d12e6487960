import type { Facts, Link, Resource } from "../core/facts.ts";
import type { ResourceRef } from "../core/finding.ts";
import type { CheckContext } from "./check.ts";

/** A resource that the question is about, or that one of those works with. `distance` 0: the question names it. */
export interface Related {
  readonly type: string;
  readonly id: string;
  readonly distance: number;
  readonly resource?: Resource;
}

/**
 * The kinds of links along which trouble travels: who feeds whom, who names whom. Roles, networks and encryption keys are
 * left out: half an account shares them, so they would make everything a suspect.
 */
const flowing = new Set([
  "reads-from",
  "triggers",
  "names",
  "dead-letters-to",
  "delivers-to",
  "measures",
  "runs",
  "part-of",
  "notifies",
  "fronts",
  "serves",
  "of",
]);

/** Everything of that type within `reach` links of the question's subjects, nearest first. */
export function related(context: CheckContext, type: string, reach = 2): readonly Related[] {
  return neighbourhood(context, reach).filter((one) => one.type === type);
}

/** The subjects and what is linked to them, nearest first, each once. */
export function neighbourhood(context: CheckContext, reach = 2): readonly Related[] {
  const found = new Map<string, Related>();
  const add = (one: Related): boolean => {
    const key = `${one.type} ${one.id}`;
    if (found.has(key)) return false;
    found.set(key, one);
    return true;
  };
  let edge = context.subjects.map(({ ref }) => resolve(context.facts, ref, 0)).filter(add);
  for (let distance = 1; distance <= reach; distance += 1) {
    edge = edge
      .flatMap((one) => links(context.facts, one))
      .map((link) => resolve(context.facts, link, distance))
      .filter(add);
  }
  return [...found.values()];
}

function links(facts: Facts, one: Related): readonly Pick<Link, "type" | "id">[] {
  const keys = new Set([one.id, one.resource?.name, one.resource?.arn].filter((key) => key !== undefined));
  const outward = aspects(facts, one).flatMap((resource) =>
    resource.links.filter((link) => flowing.has(link.kind)),
  );
  const inward = [...keys].flatMap((key) =>
    facts
      .linking(one.type, key)
      .filter((other) =>
        other.links.some((link) => flowing.has(link.kind) && link.type === one.type && link.id === key),
      ),
  );
  return [...outward, ...inward.map(({ type, id }) => ({ type, id }))];
}

/** The resource and the answers about its aspects, which stand under the same id (a bucket and its notifications). */
function aspects(facts: Facts, one: Related): readonly Resource[] {
  const service = one.type.split("::").slice(0, 2).join("::");
  return facts
    .named(one.id)
    .filter((resource) => resource.id === (one.resource?.id ?? one.id) && resource.type.startsWith(service));
}

function resolve(facts: Facts, ref: Pick<ResourceRef, "type" | "id">, distance: number): Related {
  const resource = facts.get(ref.type, ref.id);
  return { type: ref.type, id: resource?.id ?? ref.id, distance, ...(resource && { resource }) };
}
