import { isArray, isObject, type Json } from "../../../core/json/json.ts";
import type { CitedPlace } from "./cited-place.ts";
import { folded } from "./name-tokens.ts";
import { documentIn, leavesIn } from "./shown-value.ts";

/**
 * What of a cited value is the property that a claim speaks of: `false` stands in many places. The pointer or the query may name it, a member inside may be
 * called so, or the item is a pair of a key and a value. Undefined: nothing there is called so.
 */
export function anchoredPart(place: CitedPlace, value: Json, property: string): readonly Json[] | undefined {
  const keys = property.split(/[^\p{L}\p{N}_:-]+/u).filter((key) => key !== "" && !/^\d+$/.test(key));
  const wanted = keys.map(folded).filter((key) => key !== "");
  if (wanted.length === 0) return undefined;
  const inside = membersCalled(value, wanted.at(-1) ?? "");
  if (inside.length > 0) return inside;
  const path = [...place.pointer.split("/"), ...namesIn(place.shown?.query ?? "")].map(folded);
  if (wanted.some((key) => path.includes(key))) return [value];
  const other = wanted
    .slice(0, -1)
    .toReversed()
    .map((key) => membersCalled(value, key))
    .find((found) => found.length > 0);
  if (other) return other;
  return pairedWith(place, value, [folded(property), ...wanted]) ? [value] : undefined;
}

/** Names that a JMESPath looks at: not its words in quotes, not its functions. */
export function namesIn(query: string): readonly string[] {
  return query
    .replaceAll(/'[^']*'|`[^`]*`/g, " ")
    .split(/[^\w"(]+/)
    .flatMap((word) => (/\($/.test(word) || /^\d*$/.test(word) ? [] : [word.replaceAll(/["(]/g, "")]))
    .filter((word) => /^[A-Za-z_]/.test(word));
}

/** Values that a JMESPath looks for. */
export function literalsIn(query: string): readonly string[] {
  return [...query.matchAll(/'([^']*)'|`"?([^`"]*)"?`/g)].map(([, raw, json]) => raw ?? json ?? "");
}

export function membersCalled(value: Json, key: string): readonly Json[] {
  const document = documentIn(value);
  if (document !== undefined) return membersCalled(document, key);
  if (isArray(value)) return value.flatMap((item) => membersCalled(item, key));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    folded(name) === key ? [member] : membersCalled(member, key),
  );
}

/** `{"Key": "deletion_protection.enabled", "Value": "false"}`; a metric is named by what was asked for. */
function pairedWith({ pointer, read, shown }: CitedPlace, value: Json, wanted: readonly string[]): boolean {
  const segments = pointer.split("/").slice(1);
  const around = [segments, segments.slice(0, -1), segments.slice(0, -2)].map((path) =>
    path.reduce<Json | undefined>((at, segment) => {
      if (isArray(at)) return at[Number(segment)];
      return isObject(at) ? at[segment.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
    }, shown?.response),
  );
  const names = [value, ...around].flatMap((one) =>
    isObject(one) ? Object.values(one).filter((member) => typeof member === "string") : [],
  );
  return [...names, ...leavesIn(read.params)].some((name) => wanted.includes(folded(name)));
}
