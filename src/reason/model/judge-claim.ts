import type { Facts, Read } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { Evidence, Finding, RuledOut } from "../../core/finding.ts";
import { atPointer, isArray, isObject, type Json } from "../../core/json/json.ts";
import { citeValue } from "../../facts/cite.ts";
import type { ClaimShape } from "./shapes.ts";

export type Judgement =
  | { readonly kind: "holds"; readonly finding: Finding }
  /** Code has found the same already. */
  | { readonly kind: "known" }
  | { readonly kind: "fails"; readonly why: string };

export interface JudgeClaim {
  readonly claim: ClaimShape;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
}

/**
 * Whether a model's claim holds: its citations resolve, the value it speaks of stands there, its resource was read, and no check that looked at the
 * same place says otherwise. What holds is `supported`, never more: no predicate decided it.
 */
export function judgeClaim({ claim, facts, findings, ruledOut }: JudgeClaim): Judgement {
  if (claim.evidence.length === 0) return fails("it cites nothing");
  const cited = claim.evidence.map((citation) => resolve(citation, facts));
  for (const one of cited) if ("why" in one) return fails(one.why);
  const evidence = cited.flatMap((one) => ("evidence" in one ? [one.evidence] : []));
  const places = evidence.map(placeOf);
  if (
    findings.some((finding) =>
      finding.evidence.some(
        (one) => places.includes(placeOf(one)) && finding.resource.id === claim.resource.id,
      ),
    )
  )
    return { kind: "known" };
  const against = ruledOut.find(({ evidence: looked }) =>
    looked.some((one) => places.includes(placeOf(one)) && one.pointer !== ""),
  );
  if (against && claim.severity !== "info")
    return fails(`a check looked at the same place: ${against.check}`);
  const observed = jsonOf(claim.observed);
  const named = loosely(observed).includes(claim.resource.id.toLowerCase());
  if (!evidence.some((one) => shows(named ? one : withoutOthers(one, observed), observed)))
    return fails(
      `"${claim.observed}" does not stand at ${claim.evidence.map(({ call, pointer }) => `call ${call} ${pointer}`).join(", ")}`,
    );
  const resource = facts.get(claim.resource.type, claim.resource.id) ?? facts.named(claim.resource.id)[0];
  if (!resource && !standsInRead(claim.resource.id, facts))
    return fails(`nothing that was read is called "${claim.resource.id}"`);
  return {
    kind: "holds",
    finding: {
      rank: 1,
      title: claim.title,
      severity: claim.severity,
      standing: "supported",
      confidence: 0.6,
      resource: resource ? refOf(resource) : { type: claim.resource.type, id: claim.resource.id },
      property: claim.property,
      observed,
      expected: jsonOf(claim.expected),
      explanation: claim.explanation,
      pillars: [],
      evidence,
    },
  };
}

function fails(why: string): Judgement {
  return { kind: "fails", why };
}

function resolve(
  { call, pointer, query }: ClaimShape["evidence"][number],
  facts: Facts,
): { evidence: Evidence } | { why: string } {
  const read = facts
    .everyRead()
    .find((one) => one.error?.call === call || one.pages.some((page) => page.call === call));
  if (!read) return { why: `there is no call ${call} among what was read` };
  const page = read.pages.find((one) => one.call === call);
  if (!page) return { evidence: { call, pointer: "", value: read.error?.code ?? "" } };
  const value = atPointer(page.response, pointer);
  if (value === undefined) return { why: `call ${call} has nothing at "${pointer}"` };
  return { evidence: citeValue(call, pointer, value, query ?? undefined) };
}

function placeOf({ call, pointer }: Evidence): string {
  return `${call} ${pointer}`;
}

/** Of a whole list nothing is said of one of its things: that some item shows the value does not say which. Cited items are taken as they are. */
function withoutOthers(one: Evidence, observed: Json): Evidence {
  const { value, pointer } = one;
  if (value === undefined || isArray(observed) || isObject(observed) || /\/\d+(?:\/|$)/.test(pointer))
    return one;
  return { ...one, value: withoutLists(value) };
}

function withoutLists(value: Json): Json {
  if (isArray(value)) return value.filter(isObject).length > 1 ? "(a list)" : value.map(withoutLists);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutLists(member)]));
}

/** The observed value is what stands there, or a part of it; "none" and its like are shown by nothing being there. */
function shows({ value, result, query }: Evidence, observed: Json): boolean {
  if (
    query !== undefined &&
    result !== undefined &&
    (isNothing(result) ? saysNothing(observed) : holds(result, observed))
  )
    return true;
  if (value === undefined) return query === undefined;
  return holds(value, observed) || (saysNothing(observed) && isNothing(value));
}

function holds(value: Json, observed: Json): boolean {
  if (JSON.stringify(value) === JSON.stringify(observed)) return true;
  if (isArray(observed)) return observed.length > 0 && observed.every((item) => holds(value, item));
  if (isObject(observed))
    return Object.entries(observed).every(([key, member]) => findsMember(value, key, member));
  if (isArray(value)) return value.some((item) => holds(item, observed));
  if (isObject(value))
    return Object.entries(value).some(([key, member]) => key === observed || holds(member, observed));
  return (
    loosely(value) === loosely(observed) ||
    (typeof value === "string" &&
      typeof observed === "string" &&
      observed.length > 2 &&
      value.toLowerCase().includes(observed.toLowerCase()))
  );
}

function findsMember(value: Json, key: string, wanted: Json): boolean {
  if (isArray(value)) return value.some((item) => findsMember(item, key, wanted));
  if (!isObject(value)) return false;
  const own = Object.hasOwn(value, key) ? value[key] : undefined;
  if (own !== undefined && holds(own, wanted)) return true;
  return Object.values(value).some((member) => findsMember(member, key, wanted));
}

function loosely(value: Json): string {
  return String(typeof value === "object" ? JSON.stringify(value) : value)
    .trim()
    .toLowerCase();
}

function isNothing(value: Json): boolean {
  return (
    value === null ||
    value === "" ||
    value === false ||
    value === 0 ||
    (isArray(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  );
}

function saysNothing(observed: Json): boolean {
  return (
    isNothing(observed) ||
    /^(?:none|absent|missing|not (?:set|there|present|configured|found)|no .{1,60}|nothing|empty|unset|null|\(none\))$/i.test(
      loosely(observed),
    )
  );
}

/** What a model wrote as JSON text, or its bare words. */
export function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function standsInRead(id: string, facts: Facts): boolean {
  return (
    id.length > 1 &&
    facts
      .everyRead()
      .some((read: Read) => JSON.stringify(read.pages).includes(JSON.stringify(id).slice(1, -1)))
  );
}
