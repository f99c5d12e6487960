import { isArray, isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import { knownDetailTypes, knownEventValues } from "./event-values.ts";

export interface Impossible {
  /** Path into the pattern: `detail.state`. */
  readonly path: string;
  readonly says: string;
  /** The value that events carry, where one differs only in case. */
  readonly means?: string;
  readonly values: readonly string[];
}

/** Why a pattern can match no event, as far as the values of its events are known: a field all of whose values are unknown to the service. */
export function impossibleIn(pattern: Json): readonly Impossible[] {
  const sources = exactValues(pattern, "source");
  const types = exactValues(pattern, "detail-type");
  const misspelled =
    types.length > 0 &&
    types.every((type) => !knownDetailTypes.has(type) && nearest(type, [...knownDetailTypes]) !== undefined);
  const first = types[0] ?? "";
  const means = nearest(first, [...knownDetailTypes]);
  if (misspelled && means !== undefined)
    return [{ path: "detail-type", says: first, means, values: [means] }];
  return knownEventValues
    .filter(({ source, detailType }) => sources.includes(source) && types.includes(detailType))
    .flatMap(({ path, values }) => {
      const wanted = exactValues(pattern, path);
      if (wanted.length === 0 || wanted.some((value) => values.includes(value))) return [];
      const says = wanted[0] ?? "";
      const meant = nearest(says, values);
      return [{ path, says: wanted.join(", "), values, ...(meant !== undefined && { means: meant }) }];
    });
}

function nearest(value: string, values: readonly string[]): string | undefined {
  return values.find((known) => known !== value && known.toLowerCase() === value.toLowerCase());
}

/** The plain strings a pattern wants at a path; none where it also accepts something else (prefix, exists, anything-but …). */
function exactValues(pattern: Json, path: string): readonly string[] {
  let place: Json | undefined = pattern;
  for (const segment of path === "detail-type" ? [path] : path.split("."))
    place = isObject(place) ? place[segment] : undefined;
  if (!isArray(place)) return [];
  const plain = place.filter((value) => typeof value === "string");
  return plain.length === place.length ? plain : [];
}
