import type { Facts, Read } from "../../../core/facts.ts";
import type { Evidence } from "../../../core/finding.ts";
import { atPointer, isArray, isObject, type Json } from "../../../core/json/json.ts";
import { citeValue } from "../../../facts/cite.ts";
import { narrowingParameters } from "../../../facts/best-read.ts";
import { literalsIn, namesIn } from "./anchored-part.ts";
import type { CitedPlace } from "./cited-place.ts";
import { serviceOf, type ClaimSubject } from "./claim-subject.ts";
import { folded, holdsName, mentionsAny } from "./name-tokens.ts";
import type { OwnPart } from "./own-part.ts";
import { leavesIn } from "./shown-value.ts";

export interface Absence {
  readonly place: CitedPlace;
  readonly own: OwnPart;
  readonly subject: ClaimSubject;
  readonly facts: Facts;
  /** What the claim says, all of it. */
  readonly words: string;
  /** Times that the question is about. */
  readonly window?: { readonly from: string; readonly to: string };
}

/** Undefined: it is shown. */
export type Lacking = undefined | { readonly fails: string } | { readonly doubt: string };

export function isNothing(value: Json): boolean {
  return (
    value === null ||
    value === "" ||
    value === false ||
    value === 0 ||
    (isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  );
}

/** Words by which an analyst says that nothing stands there. */
export function saysNothing(observed: Json): boolean {
  if (observed === false || observed === 0) return false;
  return (
    isNothing(observed) ||
    (typeof observed === "string" &&
      /^(?:none|absent|missing|not (?:set|there|present|configured|found)|no .{1,60}|nothing|empty|unset|null|\(none\))$/i.test(
        observed.trim(),
      ))
  );
}

/**
 * That something is not there is shown by a list that is complete and in which it would stand: a list of the thing's own, or all of its kind. A list that
 * was narrowed shows it only of what the claim says it was narrowed to.
 */
export function lackingAbsence(absence: Absence): Lacking {
  const { place, own } = absence;
  const { shown, read, evidence } = place;
  if (!shown) return { fails: "a read that failed shows nothing of what is there" };
  const result = shown.query === undefined ? shown.value : (evidence.result ?? null);
  if (!isNothing(result)) return { fails: "something stands there" };
  const insideItem = isInsideItem(place);
  if (!read.complete && !insideItem)
    return { fails: `the list of call ${place.call} was not read to its end` };
  const full = pagesOf(place).find(
    (page) => !isNothing((page.query === undefined ? page.value : page.result) ?? null),
  );
  if (full) return { fails: `something stands in the page of call ${full.call}` };
  if (own.kind === "own" && own.among === true)
    return {
      doubt: `${absence.subject.asked.id} stands in what is cited: the place inside of it shows what it lacks`,
    };
  return (
    looksFor(absence) ??
    (own.kind === "own" ? undefined : existence(absence)) ??
    (insideItem ? undefined : narrowedTo(absence))
  );
}

/** The place on every page of the list that it stands in; what is inside of an item stands on one. */
export function pagesOf(place: CitedPlace): readonly Evidence[] {
  const { pointer, read, shown, evidence } = place;
  if (!shown || read.pages.length < 2 || isInsideItem(place)) return [evidence];
  return read.pages.map(({ call, response }) =>
    citeValue(call, pointer, atPointer(response, pointer) ?? null, shown.query),
  );
}

function isInsideItem({ pointer }: CitedPlace): boolean {
  return /\/\d+(?:\/|$)/.test(pointer);
}

/**
 * What a query finds in nothing is nothing. In a list that holds something it is the query's word only: a range, a wildcard or a number written as text would
 * be passed over. The name of a thing that does not exist is looked for by code itself.
 */
function looksFor({ place, own, facts, words, subject }: Absence): Lacking {
  const { query, value = null } = place.shown ?? {};
  if (query === undefined) return undefined;
  const literals = literalsIn(query)
    .map((literal) => literal.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ""))
    .filter((literal) => literal !== "");
  const names = namesIn(query);
  const stray = literals.find((literal) => !holdsName(words, literal));
  if (stray !== undefined) return { fails: `it looks for "${stray}", of which the claim does not speak` };
  if (isNothing(value) || own.kind !== "own") return undefined;
  if (!isObject(value) || !/^[\w".]+$/.test(query))
    return { doubt: "its query finds nothing in a list that holds something, which shows little" };
  const alike = subject.called.flatMap(({ type }) => facts.all(type).map(({ data }) => data));
  return [value, ...alike].some((one) => hasPath(one, names))
    ? undefined
    : { doubt: `no answer that was read shows "${query}", so that it is not there shows little` };
}

/** Whether a thing has a member, by the names that lead to it. */
function hasPath(value: Json | undefined, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  return isObject(value) && Object.hasOwn(value, name) && hasPath(value[name], rest);
}

/** That a thing does not exist: all of its kind were listed, and it is not among them. */
function existence({ place, own, subject, words }: Absence): Lacking {
  if (own.kind === "other" && own.listed !== true) return { fails: `what is cited is about ${own.whose}` };
  const { read, shown } = place;
  const there = subject.called.find(
    ({ account, region }) => account === read.account && region === read.region,
  );
  if (there)
    return {
      fails: `what is cited is not about ${subject.asked.id}, which was read in call ${there.source.call}`,
    };
  if (!isKindOf(read, serviceOf(subject.asked.type)))
    return { fails: `${read.service}:${read.operation} does not list what "${subject.asked.type}" is` };
  if (mentionsAny(shown?.value ?? null, subject.identities))
    return { fails: `${subject.asked.id} stands in that list` };
  if (!holdsName(words, subject.asked.id)) return { fails: `it does not name ${subject.asked.id}` };
  const kind = folded(subject.asked.type.split("::").at(-1) ?? "").replace(/y$/, "");
  return folded(read.operation).includes(kind)
    ? undefined
    : { doubt: `${read.operation} need not list what "${subject.asked.type}" is` };
}

const otherNames: { readonly [service: string]: string } = {
  elasticloadbalancingv2: "elbv2",
  elasticloadbalancing: "elb",
  certificatemanager: "acm",
  kinesisfirehose: "firehose",
  opensearchservice: "opensearch",
};

function isKindOf({ service, operation }: Read, wanted: string): boolean {
  const name = otherNames[wanted] ?? wanted;
  return (
    name === service.replaceAll("-", "") || name === service.split("-")[0] || operation === "GetResources"
  );
}

function narrowedTo({ place: { read, call }, words, subject, window }: Absence): Lacking {
  const narrowing = narrowingParameters(read.params);
  const times = narrowing.filter((name) => /time|date|since|until|after|before/i.test(name));
  const values = narrowing
    .filter((name) => !times.includes(name))
    .flatMap((name) => leavesIn(valuesOf(read.params[name])))
    .filter((text) => !mentionsAny(text, subject.identities) && !holdsName(words, text));
  const [first] = values;
  if (first !== undefined)
    return { doubt: `call ${call} was narrowed to "${first}": what is not in that list may well be there` };
  return covers(read, times, window)
    ? undefined
    : { doubt: `call ${call} was narrowed to times other than those asked about` };
}

/** Of a filter its values count, not its name. */
function valuesOf(param: Json | undefined): Json {
  if (!isArray(param)) return param ?? null;
  return param.map((one) => (isObject(one) && isArray(one["Values"]) ? one["Values"] : one));
}

function covers({ params }: Read, times: readonly string[], window: Absence["window"]): boolean {
  if (!window || times.length === 0) return true;
  const at = (pattern: RegExp) =>
    times.filter((name) => pattern.test(name)).map((name) => instantOf(params[name]));
  const from = at(/start|since|after|from/i);
  const until = at(/end|until|before|to$/i);
  return (
    from.every((time) => time <= Date.parse(window.from) + minute) &&
    until.every((time) => time >= Date.parse(window.to) - minute)
  );
}

const minute = 60_000;

function instantOf(value: Json | undefined): number {
  if (typeof value === "number") return value < 1e11 ? value * 1000 : value;
  return Date.parse(String(value));
}
