import type { Facts } from "../../core/facts.ts";
import type { ResourceRef } from "../../core/finding.ts";

/** What a resource's own configuration names, a function's environment above all. */
export function namedBy(facts: Facts, actor: Pick<ResourceRef, "type" | "id">): readonly ResourceRef[] {
  const resource = facts.get(actor.type, actor.id);
  const links = resource?.links.filter(({ kind }) => kind === "names") ?? [];
  return links.map(({ type, id }) => {
    const arn = facts.get(type, id)?.arn;
    return { type, id, ...(arn !== undefined && { arn }) };
  });
}
