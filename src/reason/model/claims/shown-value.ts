import { isArray, isObject, type Json, type JsonObject } from "../../../core/json/json.ts";

/** Whether an observed value stands in what is cited: equal, as one of its items or members, or as words of a text. */
export function showsValue(value: Json, observed: Json): boolean {
  const parsed = documentIn(value);
  if (parsed !== undefined && showsValue(parsed, observed)) return true;
  if (isArray(observed)) return observed.length > 0 && showsList(value, observed);
  if (isObject(observed)) return showsObject(value, Object.entries(observed));
  if (isArray(value)) return value.some((item) => showsValue(item, observed));
  if (isObject(value)) return Object.values(value).some((member) => showsValue(member, observed));
  return sameScalar(value, observed) || (typeof value === "string" && quotes(value, String(observed)));
}

/** A document in a text, as several services keep their policies. */
export function documentIn(value: Json): Json | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  const document = jsonOf(value);
  return typeof document === "string" ? undefined : document;
}

/** A list is that list: part of it would say "only these". */
function showsList(value: Json, observed: readonly Json[]): boolean {
  // Policies write a list of one as its item.
  const [only] = observed;
  if (only !== undefined && observed.length === 1 && !isArray(value) && !isObject(value))
    return showsValue(value, only);
  if (isArray(value)) {
    const left = [...value];
    const all = observed.every((item) => {
      const at = left.findIndex((one) => showsValue(one, item));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
    if (all && left.length === 0) return true;
  }
  const inside = isArray(value) ? value.filter((item) => isArray(item) || isObject(item)) : membersOf(value);
  return inside.some((member) => showsList(member, observed));
}

type Entries = readonly (readonly [string, Json])[];

/** Members are shown together by one thing: not one by this item and another by that. */
function showsObject(value: Json, wanted: Entries): boolean {
  return hasTogether(value, wanted) || membersOf(value).some((member) => showsObject(member, wanted));
}

function hasTogether(value: Json, wanted: Entries): boolean {
  if (!isObject(value)) return false;
  const own = wanted.filter(([key]) => Object.hasOwn(value, key));
  if (!own.every(([key, member]) => isShownBy(value[key], member))) return false;
  const left = wanted.filter(([key]) => !Object.hasOwn(value, key));
  return left.length === 0 || childrenOf(value).some((child) => hasTogether(child, left));
}

function isShownBy(value: Json | undefined, wanted: Json): boolean {
  return (
    value !== undefined && (JSON.stringify(value) === JSON.stringify(wanted) || showsValue(value, wanted))
  );
}

function childrenOf(value: JsonObject): readonly Json[] {
  return Object.values(value).flatMap((member): readonly Json[] => (isArray(member) ? member : [member]));
}

function membersOf(value: Json): readonly Json[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** "300" is 300 and "True" is true; "" is not false, and 10 not "010". */
function sameScalar(value: Json, observed: Json): boolean {
  return String(value).trim().toLowerCase() === String(observed).trim().toLowerCase();
}

/** Whole words of a longer text, unless the text denies them: "was not denied" does not say "denied". */
function quotes(text: string, observed: string): boolean {
  const wanted = observed.trim().toLowerCase();
  if (wanted.length < 3) return false;
  const whole = text.toLowerCase();
  for (let at = whole.indexOf(wanted); at >= 0; at = whole.indexOf(wanted, at + 1)) {
    const [before, after] = [
      whole.slice(Math.max(0, at - 80), at),
      whole.slice(at + wanted.length, at + wanted.length + 3),
    ];
    if (!joinedBefore.test(before) && !joinedAfter(wanted).test(after) && !denies.test(before)) return true;
  }
  return false;
}

const joinedBefore = /[\p{L}\p{N}_*-]$|\p{N}\.$/u;
/** A range is no address. */
const joinedAfter = (wanted: string) =>
  /\p{N}$/u.test(wanted) ? /^[\p{L}\p{N}_*-]|^[.:/]\p{N}/u : /^[\p{L}\p{N}_*-]|^\.\p{L}/u;
const denies =
  /\b(?:not|no|never|without|cannot|nor|isn't|wasn't|doesn't|didn't|n't)(?:\s+[\p{L}]+){0,2}\s+$/u;

/** Every plain value in it, as text. */
export function leavesIn(value: Json): readonly string[] {
  if (isArray(value)) return value.flatMap(leavesIn);
  return isObject(value) ? Object.values(value).flatMap(leavesIn) : [String(value)];
}

/** What a model wrote as JSON text, or its bare words. */
export function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
