import type { Facts, Resource } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { Evidence, Finding, RuledOut } from "../../core/finding.ts";
import type { Json } from "../../core/json/json.ts";
import { citedPlace, type CitedPlace } from "./claims/cited-place.ts";
import { doubtsOf, isWithin } from "./claims/claim-doubts.ts";
import { claimSubject, type ClaimSubject } from "./claims/claim-subject.ts";
import { folded, holdsName } from "./claims/name-tokens.ts";
import { readText, unfitWords } from "./claims/said-words.ts";
import { jsonOf } from "./claims/shown-value.ts";
import { shownAt, type Showing } from "./claims/shown-at.ts";
import type { ClaimShape } from "./shapes.ts";

export type Judgement =
  /** `doubts`: why it is a hypothesis only. */
  | { readonly kind: "holds"; readonly finding: Finding; readonly doubts: readonly string[] }
  /** Code has found the same already. */
  | { readonly kind: "known" }
  | { readonly kind: "fails"; readonly why: string };

export interface JudgeClaim {
  readonly claim: ClaimShape;
  readonly facts: Facts;
  readonly findings: readonly Finding[];
  readonly ruledOut: readonly RuledOut[];
  /** The question's own words and times: what stands there may be said. */
  readonly asked?: string;
  readonly window?: { readonly from: string; readonly to: string };
  readonly now?: string;
}

/**
 * Whether a model's claim holds, by what it cites: the value stands there, in what is about the thing that the claim names, under the property that it
 * names, as it was last read, and no check found that place fine. Then it is `supported`, never more, for nothing decided it; a claim whose words go beyond
 * what it cites is a hypothesis. `docs/models.md` tells the rules.
 */
export function judgeClaim(judged: JudgeClaim): Judgement {
  const { claim, facts, asked = "" } = judged;
  if (claim.evidence.length === 0) return fails("it cites nothing");
  const words = [
    claim.title,
    claim.explanation,
    claim.property,
    claim.expected,
    claim.resource.id,
    claim.resource.type,
  ].join("\n");
  const unfit = unfitWords(words, { facts, asked: `${asked}\n${claim.observed}` });
  if (unfit !== undefined) return fails(unfit);
  const cited = claim.evidence.map((citation) => citedPlace(citation, facts));
  for (const one of cited) if ("why" in one) return fails(one.why);
  const places = cited.flatMap((one) => ("evidence" in one ? [one] : []));
  const subject = claimSubject(claim.resource, facts);
  const against = judged.ruledOut.find(({ evidence }) =>
    evidence.some((one) => !isWhole(one, facts) && places.some((place) => isSame(place, one))),
  );
  if (against && claim.severity !== "info")
    return fails(`a check looked at the same place and found it fine: ${against.check}`);
  if (
    subject.called.length === 0 &&
    !holdsName(readText(facts), claim.resource.id) &&
    !holdsName(asked, claim.resource.id)
  )
    return fails(`nothing that was read is called "${claim.resource.id}"`);
  const judgement = judgedBy(judged, subject, places);
  return judgement.kind === "holds" && isKnown(judged, subject, places) ? { kind: "known" } : judgement;
}

function judgedBy(judged: JudgeClaim, subject: ClaimSubject, places: readonly CitedPlace[]): Judgement {
  const { claim, facts, ruledOut, asked = "", now = "" } = judged;
  const observed = jsonOf(claim.observed);
  const tries = places.map((place) => shownAt(place, { ...judged, subject, observed }));
  const showing = tries.flatMap((one) => ("place" in one ? [one] : []));
  if (showing.length === 0)
    return fails(tries.flatMap((one) => ("why" in one ? [one.why] : []))[0] ?? "nothing shows it");
  const best = showing.find(({ doubts }) => doubts.length === 0) ?? showing[0];
  const described = showing.flatMap((one) => one.described ?? []);
  const doubts = [
    ...(best?.doubts ?? []),
    ...doubtsOf({
      claim,
      observed,
      subject,
      showing: showing.map(({ place }) => place),
      cited: places,
      described,
      facts,
      ruledOut,
      asked,
      now,
    }),
  ];
  return { kind: "holds", finding: findingOf(claim, subject, { showing, places, doubts, observed }), doubts };
}

/** Code's own finding of the same thing: of the same property, or of the same place, what is in it or around it. */
function isKnown(
  { claim, findings, facts }: JudgeClaim,
  { asked, called, identities }: ClaimSubject,
  places: readonly CitedPlace[],
): boolean {
  const names = new Set([asked.id, ...identities, ...called.map(({ id }) => id)]);
  return findings.some(
    ({ resource, property, evidence }) =>
      names.has(resource.id) &&
      evidence.some((one) =>
        places.some(
          (place) =>
            place.call === one.call &&
            isWithin(place.pointer, one.pointer) &&
            (!isWhole(one, facts) || isSame(place, one) || folded(property) === folded(claim.property)),
        ),
      ),
  );
}

/** A check that cites a thing as a whole looked at something of it. */
function isWhole({ call, pointer }: Evidence, facts: Facts): boolean {
  return pointer === "" || facts.shownBy(call).some(({ source }) => source.pointer === pointer);
}

function isSame(place: CitedPlace, { call, pointer }: Evidence): boolean {
  return place.call === call && place.pointer === pointer;
}

function fails(why: string): Judgement {
  return { kind: "fails", why };
}

interface Found {
  readonly showing: readonly Showing[];
  readonly places: readonly CitedPlace[];
  readonly doubts: readonly string[];
  readonly observed: Json;
}

function findingOf(
  claim: ClaimShape,
  { called }: ClaimSubject,
  { showing, places, doubts, observed }: Found,
): Finding {
  const described = showing.flatMap((one) => one.described ?? []);
  const resource = called.find((one) => described.some((by) => isOf(by, one))) ?? called[0];
  const expected = jsonOf(claim.expected);
  const doubtful = doubts.length > 0;
  const asExpected = JSON.stringify(expected) === JSON.stringify(observed);
  return {
    rank: 1,
    title: claim.title,
    severity: doubtful || asExpected ? "info" : claim.severity === "critical" ? "high" : claim.severity,
    standing: doubtful ? "hypothesis" : "supported",
    confidence: doubtful ? 0.3 : 0.6,
    resource: resource ? refOf(resource) : { type: claim.resource.type, id: claim.resource.id },
    property: claim.property,
    observed,
    expected,
    explanation: doubtful
      ? `${claim.explanation} Not verified: ${doubts.slice(0, 2).join("; ")}.`
      : claim.explanation,
    pillars: [],
    evidence: evidenceOf(places, showing),
  };
}

/** The same thing, or an aspect of it, in the same account and region. */
function isOf(by: Resource, { id, account, region }: Resource): boolean {
  return (
    by.account === account &&
    by.region === region &&
    (by.id === id || by.links.some((link) => link.id === id))
  );
}

/** What is cited; that nothing stands in a list, of each of its pages. */
function evidenceOf(places: readonly CitedPlace[], showing: readonly Showing[]): Evidence[] {
  const pages = showing.flatMap((one) => one.pages ?? []);
  const cited = places.map(({ evidence }) => evidence);
  return [
    ...cited,
    ...pages.filter((page) => !cited.some((one) => one.call === page.call && one.query === page.query)),
  ];
}
