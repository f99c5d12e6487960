import type { Facts, Resource } from "../core/facts.ts";
import { isObject, toPointer, type Json } from "../core/json/json.ts";
import type { Check } from "./check.ts";
import { listingCheck, type ListingCheck } from "./listing-check.ts";

export interface AllOfKind extends Pick<ListingCheck, "id" | "type" | "probe" | "list"> {
  /** What people call things of this kind, in the plural, as an expression. */
  readonly nouns: string;
  /** What may be asked for besides the names: "and their runtimes". */
  readonly besides?: string;
  /** Member that is told of each, as a path; a name alone where it has none. */
  readonly told?: readonly string[];
  /** Goes on after the name: `is running`. Default: it exists. */
  says?(value: Json): string;
  keeps?(resource: Resource): boolean;
}

/** "Which functions are there?": everything of a kind, where the question asks for that and for nothing else. */
export function allOfKind({ nouns, besides, told = [], says, keeps, ...listing }: AllOfKind): Check {
  const place = String.raw`(?:in|of|on) (?:this|the|our|my) (?:aws )?(?:account|region)`;
  const end = [
    String.raw`are there(?: ${place})?`,
    String.raw`(?:do|did) (?:we|i) have(?: ${place})?`,
    "have we got",
    "exist",
    String.raw`are ${place}`,
    place,
    String.raw`(?:and|with) (?:their|its) (?:names?${besides === undefined ? "" : `|${besides}`})`,
  ].join("|");
  const whole = new RegExp(
    String.raw`^\W*(?:please )?(?:list|show(?: me)?|give me|name|count|which|what|how many)\s+(?:(?:all|of|the|our|my|these)\s+)*(?:${nouns})(?:,?\s+(?:${end}))*\W*$`,
    "i",
  );
  const shown = (resource: Resource, facts: Facts) => {
    const value = told.reduce<Json>((at, name) => (isObject(at) ? (at[name] ?? null) : null), resource.data);
    return {
      property: told.length === 0 ? "name" : told.join("."),
      observed: value === null || told.length === 0 ? (resource.name ?? resource.id) : value,
      expected: value === null || told.length === 0 ? (resource.name ?? resource.id) : value,
      says: value === null || !says ? "exists" : says(value),
      evidence: [facts.cite(resource, value === null ? "" : toPointer(...told))],
    };
  };
  return listingCheck({
    ...listing,
    title: "everything of this kind",
    asks: (words) => whole.test(words),
    judge: (resource, facts) => ((keeps?.(resource) ?? true) ? shown(resource, facts) : undefined),
  });
}
