import type { Facts, Resource } from "../../../core/facts.ts";
import { primaryTypes, secondaryTypes } from "../../../facts/locate-types.ts";
import type { ClaimShape } from "../shapes.ts";

/** The thing that a claim speaks of. */
export interface ClaimSubject {
  readonly asked: ClaimShape["resource"];
  /** What was read and is called so: of the claimed type where there is one. None: nothing that was read describes it. */
  readonly called: readonly Resource[];
  /** What other answers call it by: id, ARN, and its name where that is no mere label. */
  readonly identities: ReadonlySet<string>;
}

export function claimSubject(asked: ClaimShape["resource"], facts: Facts): ClaimSubject {
  const called = facts.named(asked.id);
  const typed = called.filter(({ type }) => type === asked.type);
  const meant = typed.length > 0 ? typed : called;
  const names = meant.flatMap((one) => [one.id, one.arn ?? "", ...plainNames(one)]);
  return { asked, called: meant, identities: new Set([asked.id, ...names].filter((name) => name !== "")) };
}

/** A name that somebody gave as a tag says nothing: two things may have it. */
function plainNames({ id, name, arn }: Resource): readonly string[] {
  const last = arn?.split(/[:/]/).at(-1) ?? (id.startsWith("arn:") ? id.split(/[:/]/).at(-1) : undefined);
  return /-[0-9a-f]{8,17}$/.test(id) ? [] : [name ?? "", last ?? ""];
}

/** Links by which one thing is a part of another, or tells of it. */
const tellsOf = new Set([
  "of",
  "of-api",
  "part-of",
  "policy-of",
  "aspect-of",
  "describes",
  "version-of",
  "measures",
  "changed",
  "alias-of",
  "watches",
  "grants-use-of",
]);
const ownKinds = new Set([...primaryTypes, ...secondaryTypes]);

/** Whether what a place describes is the thing that the claim speaks of, an aspect of it, or a part of it. */
export function isSubject(described: Resource, { called, identities }: ClaimSubject): boolean {
  if (called.some((one) => isSame(described, one))) return true;
  if (described.links.some(({ kind, id }) => tellsOf.has(kind) && identities.has(id))) return true;
  // A composite id names what it is about: a metric's series, a version, a line of a log.
  if (!ownKinds.has(described.type) && isComposedOf(described, identities)) return true;
  return called.length === 0 && (identities.has(described.id) || identities.has(described.name ?? ""));
}

function isComposedOf({ id, name = "" }: Resource, identities: ReadonlySet<string>): boolean {
  const parts = [name, ...id.split(/[ |;=/]/)];
  return (
    parts.some((part) => identities.has(part)) || [...identities].some((one) => id.startsWith(`${one}/`))
  );
}

function isSame(described: Resource, one: Resource): boolean {
  if (described.account !== one.account || described.region !== one.region) return false;
  if (described.type === one.type) return described.id === one.id;
  const aspect = !ownKinds.has(described.type) || !ownKinds.has(one.type);
  return (
    aspect &&
    serviceOf(described.type) === serviceOf(one.type) &&
    (described.id === one.id || described.id === one.arn)
  );
}

export function serviceOf(type: string): string {
  return type.split("::")[1]?.toLowerCase() ?? "";
}
