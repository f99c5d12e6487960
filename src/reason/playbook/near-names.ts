import type { Facts } from "../../core/facts.ts";
import type { Mention } from "../../core/question.ts";
import { lookAlikes } from "../../diagnose/look-alikes.ts";
import { primaryTypes } from "../../facts/locate-types.ts";

/** Names in the account that a missing one may have meant, at most three for each. */
export function nearNames(missing: readonly Mention[], facts: Facts): readonly string[] {
  const names = primaryTypes.flatMap((type) =>
    facts.all(type).map((resource) => resource.name ?? resource.id),
  );
  return [...new Set(missing.flatMap(({ text }) => lookAlikes(text, [...new Set(names)]).slice(0, 3)))];
}
