import type { Resource } from "../../../core/facts.ts";
import {
  atPointer,
  isArray,
  isObject,
  toPointer,
  type Json,
  type JsonObject,
} from "../../../core/json/json.ts";
import { isSubject, type ClaimSubject } from "./claim-subject.ts";
import type { CitedPlace } from "./cited-place.ts";
import { mentionsAny } from "./name-tokens.ts";

/** What of a cited place is about the claim's subject, or whose it is instead. */
export type OwnPart =
  | {
      readonly kind: "own";
      readonly value: Json;
      readonly described?: Resource;
      /** The place holds more, of which this is the subject's. */
      readonly among?: boolean;
    }
  | {
      readonly kind: "other";
      readonly whose: string;
      readonly whoseNames: ReadonlySet<string>;
      /** It is one of a list of others. */
      readonly listed?: boolean;
    }
  /** It holds nothing of the subject and nothing that is known to be of another. */
  | { readonly kind: "none" };

interface Looking {
  readonly subject: ClaimSubject;
  readonly describes: (pointer: string) => readonly Resource[];
}

/**
 * A place is about the thing that the nearest description around it is of. Where several things stand in it, only what is about the subject counts: a list
 * proves nothing of one of its items.
 */
export function ownPart(
  { pointer, read, shown }: CitedPlace,
  subject: ClaimSubject,
  by: readonly Resource[],
): OwnPart {
  if (!shown) return { kind: "none" };
  // A bare list of names describes each of them, and is no item of any.
  const items = by.filter(({ source, data }) => {
    const there = atPointer(shown.response, source.pointer);
    return isObject(there) && Object.keys(data).every((key) => Object.hasOwn(there, key));
  });
  const byPlace = Map.groupBy(items, ({ source }) => source.pointer);
  const looking = { subject, describes: (at: string) => byPlace.get(at) ?? [] };
  const around = whoseAround(shown.response, pointer, looking);
  if (around?.kind === "own") return { ...around, value: shown.value };
  if (around?.kind === "other") {
    // What a list of one thing's own gives is its own: listeners of a load balancer, versions of a function.
    return Object.values(read.params).some(
      (value) => namesAlone(value, subject.identities) && !namesAlone(value, around.whoseNames),
    )
      ? { kind: "own", value: shown.value }
      : around;
  }
  const inside = narrowed(shown.value, pointer, looking);
  if (inside !== undefined) return { kind: "own", ...inside, among: inside.value !== shown.value };
  if (isAskedFor(read.params, subject)) return { kind: "own", value: shown.value };
  const [other] = items.filter(({ source }) => source.pointer.startsWith(pointer));
  return other ? { ...otherThan(other, subject), listed: true } : { kind: "none" };
}

function otherThan(other: Resource, { called }: ClaimSubject): Extract<OwnPart, { kind: "other" }> {
  const { type, id, name = "", arn = "", region } = other;
  const label = name !== "" && name !== id && !id.includes(name) ? `${name} (${id})` : id;
  const elsewhere = called.some((one) => one.id === id && one.region !== region);
  return {
    kind: "other",
    whose: `${type.split("::").at(-1) ?? type} ${label}${elsewhere ? ` (${region})` : ""}`,
    whoseNames: new Set([id, name, arn].filter((one) => one !== "")),
  };
}

/** From the place outwards: the first thing that is described there. */
function whoseAround(
  response: Json,
  pointer: string,
  looking: Looking,
): Exclude<OwnPart, { kind: "none" }> | undefined {
  const segments = pointer === "" ? [] : pointer.split("/").slice(1);
  const values = segments.reduce<readonly (Json | undefined)[]>(
    (all, segment) => [...all, memberOf(all.at(-1), segment)],
    [response],
  );
  for (let depth = segments.length; depth >= 0; depth -= 1) {
    const at = segments
      .slice(0, depth)
      .map((segment) => `/${segment}`)
      .join("");
    const described = looking.describes(at);
    const own = described.find((one) => isSubject(one, looking.subject));
    if (own) return { kind: "own", value: null, described: own };
    const [other] = described;
    const value = values[depth];
    if (isObject(value) && depth > 0 && /^\d+$/.test(segments[depth - 1] ?? "")) {
      const below = segments[depth];
      const beside = below !== undefined && isArray(values[depth + 1]) ? without(value, below) : value;
      if (!other && speaksOf(beside, segments[depth - 2] ?? "", looking.subject))
        return { kind: "own", value: null };
    }
    if (other) return otherThan(other, looking.subject);
  }
  return undefined;
}

/** The items and members that are about the subject, of a place that holds more. */
function narrowed(
  value: Json,
  at: string,
  looking: Looking,
): { readonly value: Json; readonly described?: Resource } | undefined {
  const described = looking.describes(at);
  const own = described.find((one) => isSubject(one, looking.subject));
  if (own) return { value, described: own };
  if (described.length > 0) return undefined;
  if (typeof value === "string")
    return mentionsAny(value, looking.subject.identities) ? { value } : undefined;
  if (isArray(value)) {
    const kept = value.flatMap((item, index) => narrowed(item, at + toPointer(index), looking) ?? []);
    const [first] = kept;
    return (
      first && { value: kept.map((one) => one.value), ...(first.described && { described: first.described }) }
    );
  }
  if (!isObject(value)) return undefined;
  const list =
    at
      .split("/")
      .filter((segment) => !/^\d+$/.test(segment))
      .at(-1) ?? "";
  const plain = Object.fromEntries(Object.entries(value).filter(([, member]) => !isArray(member)));
  if (/\/\d+$/.test(at) && speaksOf(plain, list, looking.subject)) return { value };
  const kept = Object.entries(value).flatMap(([key, member]) => {
    const part = narrowed(member, at + toPointer(key), looking);
    return part ? [[key, part] as const] : [];
  });
  const [first] = kept;
  return (
    first && {
      value: Object.fromEntries(kept.map(([key, part]) => [key, part.value])),
      ...(first[1].described && { described: first[1].described }),
    }
  );
}

/** An item that nothing is known of is about what its own id names; one without an id of its own is about everything that it names. */
function speaksOf(item: JsonObject, list: string, { identities }: ClaimSubject): boolean {
  const single = list.toLowerCase().replace(/(?:list|set|descriptions?|s)$/, "");
  const own = Object.entries(item).filter(([key, member]) => {
    const stem = /^(.*?)(?:id|name|arn|url|identifier)$/i.exec(key)?.[1]?.toLowerCase();
    return (
      typeof member === "string" &&
      stem !== undefined &&
      (stem === "" || (single !== "" && single.endsWith(stem)))
    );
  });
  return own.length === 0
    ? mentionsAny(item, identities)
    : own.some(([, member]) => mentionsAny(member, identities));
}

function namesAlone(value: Json, names: ReadonlySet<string>): boolean {
  return typeof value === "string" && mentionsAny(value, names);
}

/** The request asks for the subject and for nothing beside it. */
export function isAskedFor(params: JsonObject, subject: ClaimSubject): boolean {
  return (
    mentionsAny(params, subject.identities) &&
    !Object.values(params).some(
      (value) => isArray(value) && value.length > 1 && mentionsAny(value, subject.identities),
    )
  );
}

function memberOf(value: Json | undefined, segment: string): Json | undefined {
  if (isArray(value)) return value[Number(segment)];
  return isObject(value) ? value[segment.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined;
}

function without(value: JsonObject, member: string): JsonObject {
  const { [member]: _left, ...rest } = value;
  return rest;
}
