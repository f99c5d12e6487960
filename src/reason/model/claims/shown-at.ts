import type { Facts, Resource } from "../../../core/facts.ts";
import type { Evidence } from "../../../core/finding.ts";
import { isArray, isObject, type Json } from "../../../core/json/json.ts";
import { triedQuery } from "../../../facts/cite.ts";
import type { ClaimShape } from "../shapes.ts";
import { anchoredPart, membersCalled, namesIn } from "./anchored-part.ts";
import type { CitedPlace } from "./cited-place.ts";
import type { ClaimSubject } from "./claim-subject.ts";
import { folded } from "./name-tokens.ts";
import { newerCall } from "./newer-value.ts";
import { isAskedFor, ownPart, type OwnPart } from "./own-part.ts";
import { lackingAbsence, pagesOf, saysNothing } from "./shown-absence.ts";
import { leavesIn, showsValue } from "./shown-value.ts";

/** A place that shows what a claim observes. */
export interface Showing {
  readonly place: CitedPlace;
  readonly described?: Resource;
  /** The pages of a list in none of which it stands. */
  readonly pages?: readonly Evidence[];
  /** Why that is little. */
  readonly doubts: readonly string[];
}

interface Sought {
  readonly claim: ClaimShape;
  readonly observed: Json;
  readonly subject: ClaimSubject;
  readonly facts: Facts;
  readonly asked?: string;
  readonly window?: { readonly from: string; readonly to: string };
}

/** Whether one place shows what is observed, of that thing. */
export function shownAt(
  place: CitedPlace,
  { claim, observed, subject, facts, asked = "", window }: Sought,
): Showing | { readonly why: string } {
  const where = placeName(place);
  const notThere = { why: `"${claim.observed.slice(0, 120)}" does not stand at ${where}` };
  if (!place.shown) return shownByFailure(place, { claim, observed, subject, facts }) ?? notThere;
  const own = ownPart(place, subject, facts.shownBy(place.call));
  const described = own.kind === "own" ? own.described : undefined;
  const shown = { place, ...(described && { described }) };
  if (saysNothing(observed))
    return shownNothing({ claim, observed, subject, facts, asked, ...(window && { window }) }, own, place);
  if (own.kind === "other")
    return { why: `what is cited is about ${own.whose}, not about ${resourceName(claim)}` };
  if (own.kind === "none") return { why: `nothing at ${where} is about ${resourceName(claim)}` };
  const anchored = anchoredPart(place, own.value, claim.property);
  // Members are named by what is observed itself.
  const parts = anchored && !isObject(observed) ? anchored : [own.value];
  if (!parts.some((part) => isShown(part, place, observed))) return notThere;
  const elsewhere = anchored ? undefined : otherValue(claim, subject, observed);
  if (elsewhere !== undefined) return { why: elsewhere };
  return (
    newer(place, described, observed, facts) ?? {
      ...shown,
      doubts: [anchored ? undefined : unnamed(place, own.value, claim), countedAmong(place)].flatMap(
        (doubt) => doubt ?? [],
      ),
    }
  );
}

/** A read that failed shows its code; one that asked for the thing and was told that there is none shows that. */
function shownByFailure(
  place: CitedPlace,
  { claim, observed, subject, facts }: Sought,
): Showing | { readonly why: string } | undefined {
  const { error, params, service, operation } = place.read;
  const isCode = showsValue(place.evidence.value ?? null, observed);
  if (!error || error.denied || !absent.test(`${error.code} ${error.message}`))
    return isCode ? { place, doubts: claim.severity === "info" ? [] : [refusedToUs] } : undefined;
  if (!isCode && !saysNothing(observed)) return undefined;
  if (!isAskedFor(params, subject))
    return { why: `call ${place.call} did not ask for ${resourceName(claim)}` };
  const later = facts
    .reads(service, operation)
    .find((one) => one.complete && JSON.stringify(one.params) === JSON.stringify(params));
  const call = later?.pages[0]?.call ?? 0;
  return call > place.call ? { why: `call ${call} found it later` } : { place, doubts: [] };
}

const absent = /NotFound|NoSuch|NonExist|DoesNotExist/i;
const refusedToUs = "a read that was refused to nephoscope says nothing of what is refused to others";

/** Whether nothing stands at a place, where something of that thing would. */
function shownNothing(
  { claim, observed, subject, facts, asked = "", window }: Sought,
  own: OwnPart,
  place: CitedPlace,
): Showing | { readonly why: string } {
  const { title, explanation, expected, property, resource } = claim;
  const words = [title, explanation, expected, property, resource.id, asked].join("\n");
  const lacking = lackingAbsence({ place, own, subject, facts, words, ...(window && { window }) });
  if (lacking && "fails" in lacking)
    return {
      why: `"${claim.observed.slice(0, 120)}" does not stand at ${placeName(place)}: ${lacking.fails}`,
    };
  const described = own.kind === "own" ? own.described : undefined;
  const doubts = [
    lacking?.doubt,
    own.kind === "own" ? unnamed(place, place.shown?.value ?? null, claim) : undefined,
  ];
  return (
    newer(place, described, observed, facts) ?? {
      place,
      ...(described && { described }),
      pages: pagesOf(place),
      doubts: doubts.flatMap((doubt) => doubt ?? []),
    }
  );
}

/** A query picks a value out: what it makes up stands nowhere. How many there are is a value of a list. */
function isShown(part: Json, { shown, evidence }: CitedPlace, observed: Json): boolean {
  if (shown?.query === undefined) return showsValue(part, observed);
  const counted = countedBy(shown.query);
  if (counted !== undefined) {
    const items = triedQuery(part, counted);
    return (
      isArray(items) &&
      items.length === observed &&
      leavesIn(items).every((leaf) => leavesIn(part).includes(leaf))
    );
  }
  if (!showsValue(evidence.result ?? null, observed)) return false;
  return showsValue(part, observed) || leavesIn(observed).every((leaf) => leavesIn(part).includes(leaf));
}

/** What `length(…)` counts. */
function countedBy(query: string): string | undefined {
  return /^\s*length\((.*)\)\s*$/s.exec(query)?.[1];
}

/** One page of a list is not how many there are. */
function countedAmong({ shown, read, pointer }: CitedPlace): string | undefined {
  if (shown?.query === undefined || countedBy(shown.query) === undefined) return undefined;
  const whole = read.complete && read.pages.length === 1;
  return whole || /\/\d+(?:\/|$)/.test(pointer) ? undefined : "it counts one page of a longer list";
}

function unnamed(place: CitedPlace, value: Json, { property }: ClaimShape): string | undefined {
  if (
    anchoredPart(place, value, property) ||
    namesIn(place.shown?.query ?? "")
      .map(folded)
      .includes(folded(property))
  )
    return undefined;
  return `nothing there is called "${property}"`;
}

/** The property stands elsewhere with another value: what is cited is of another property. */
function otherValue(
  { property, resource }: ClaimShape,
  { called }: ClaimSubject,
  observed: Json,
): string | undefined {
  const key = folded(
    property
      .split(/[./\s[\]]+/)
      .filter((part) => part !== "" && !/^\d+$/.test(part))
      .at(-1) ?? "",
  );
  const values = called.flatMap(({ data }) => (key === "" ? [] : membersCalled(data, key)));
  return values.length > 0 && !values.some((value) => showsValue(value, observed))
    ? `${property} of ${resource.id} is ${JSON.stringify(values[0]).slice(0, 120)}`
    : undefined;
}

function newer(
  place: CitedPlace,
  described: Resource | undefined,
  observed: Json,
  facts: Facts,
): { readonly why: string } | undefined {
  const call = newerCall(place, described, observed, facts);
  return call === undefined ? undefined : { why: `call ${call} read it again later, and it is so no more` };
}

function placeName({ call, pointer, read }: CitedPlace): string {
  return `call ${call} (${read.service}:${read.operation}) ${pointer === "" ? "as a whole" : pointer}`;
}

function resourceName({ resource: { type, id } }: ClaimShape): string {
  return `${type.split("::").at(-1) ?? type} ${id}`;
}
