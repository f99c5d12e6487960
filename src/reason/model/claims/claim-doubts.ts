import type { Facts, Resource } from "../../../core/facts.ts";
import type { RuledOut } from "../../../core/finding.ts";
import { isArray, type Json } from "../../../core/json/json.ts";
import { isGlobalType } from "../../../facts/global-services.ts";
import type { ClaimShape } from "../shapes.ts";
import type { CitedPlace } from "./cited-place.ts";
import type { ClaimSubject } from "./claim-subject.ts";
import { folded, holdsName } from "./name-tokens.ts";
import { deniesObserved, regionName, saysAllIsWell, strayInTitle } from "./said-words.ts";
import { saysNothing } from "./shown-absence.ts";
import { leavesIn } from "./shown-value.ts";

export interface Doubted {
  readonly claim: ClaimShape;
  readonly observed: Json;
  readonly subject: ClaimSubject;
  /** The places that show the observed value. */
  readonly showing: readonly CitedPlace[];
  /** Every place that the claim cites. */
  readonly cited: readonly CitedPlace[];
  readonly described: readonly Resource[];
  readonly facts: Facts;
  readonly ruledOut: readonly RuledOut[];
  readonly asked: string;
  readonly now: string;
}

/** Why a claim whose value stands where it says is no more than a hypothesis all the same. */
export function doubtsOf(doubted: Doubted): readonly string[] {
  return [
    freeText,
    oneOfMany,
    untold,
    uncited,
    strayNumber,
    strayRegion,
    severalSo,
    denied,
    undated,
    allIsWell,
    checked,
  ].flatMap((doubt) => doubt(doubted) ?? []);
}

/** What people write about a thing says what they wrote. */
const written =
  /\/(?:Tags?|TagList|TagSet|Description|GroupDescription|Comments?|Notes?|Sid|UserData)(?:\/|$)/i;

function freeText({ showing, claim }: Doubted): string | undefined {
  const texts = showing.map(({ pointer }) => written.exec(pointer)?.[0].replaceAll("/", ""));
  if (showing.length === 0 || texts.includes(undefined)) return undefined;
  const named =
    claim.severity === "info" &&
    texts.some(
      (name) => name !== undefined && folded(claim.property).includes(folded(name).replace(/s$/, "")),
    );
  return named ? undefined : `it rests on what somebody wrote into ${texts[0]}`;
}

/** One of many numbers is shown by its own place. */
function oneOfMany({ showing, observed }: Doubted): string | undefined {
  if (typeof observed !== "number" || showing.length === 0) return undefined;
  const many = showing.every(({ shown }) => {
    const value = shown?.query === undefined ? shown?.value : null;
    return (
      isArray(value) &&
      value.length > 1 &&
      new Set(value).size > 1 &&
      value.every((one) => typeof one === "number")
    );
  });
  return many ? "it is one number of many that stand there" : undefined;
}

/** A reader of its words must find in them what the citation shows, and of what. */
function untold({ claim, observed, subject, facts }: Doubted): string | undefined {
  const value = String(observed);
  const plain = typeof observed === "string" || typeof observed === "number";
  const said = `${claim.title}\n${claim.explanation}`;
  if (plain && !saysNothing(observed) && value.length > 1 && value.length <= 80 && !holdsName(said, value))
    return `its words do not say "${value}", the value that it cites`;
  const names = namesOf(subject);
  if (names.some((name) => holdsName(claim.title, name))) return undefined;
  const other = subject.called
    .flatMap(({ type }) => facts.all(type))
    .flatMap(({ id, name }) => [name ?? "", id])
    .find((name) => name.length > 2 && !names.includes(name) && holdsName(claim.title, name));
  return other && `its title is about ${other}, its evidence about ${subject.asked.id}`;
}

function namesOf({ asked, called, identities }: ClaimSubject): readonly string[] {
  return [asked.id, ...identities, ...called.flatMap(({ name }) => name ?? [])];
}

/** What the claim rests on, as text: what is cited, the thing as it was read, and what was asked. */
function citedTexts({ claim, showing, described, subject, asked }: Doubted): readonly string[] {
  const things = described.length > 0 ? described : subject.called;
  return [
    ...showing.flatMap(({ evidence, read, shown }) => [
      ...leavesIn(shown?.value ?? null),
      ...leavesIn(evidence.result ?? null),
      ...leavesIn(read.params),
      read.region,
      read.account,
    ]),
    ...things.flatMap(({ id, data, region, account }) => [id, ...leavesIn(data), region, account]),
    ...subject.called.flatMap(({ id, data }) => [id, ...leavesIn(data)]),
    ...namesOf(subject),
    claim.observed,
    claim.expected,
    claim.property,
    asked,
  ];
}

/** Another thing that was read is named: what is said of it has to be cited too. */
function uncited(doubted: Doubted): string | undefined {
  const { claim, facts, subject, cited, asked } = doubted;
  const texts = [
    ...citedTexts({ ...doubted, asked: "" }),
    ...cited.flatMap((place) => [...leavesIn(place.evidence.value ?? null), ...thingsAt(place, facts)]),
  ];
  const standsFor = (name: string, more: string) => [...texts, more].some((text) => holdsName(text, name));
  const stray = (words: string, more: string) =>
    (words.match(/[\w][\w.:/-]{3,}\w/g) ?? []).find(
      (name) =>
        /[-\d]/.test(name) &&
        !standsFor(name, more) &&
        facts.named(name).some((one) => !subject.called.some(({ id }) => id === one.id)),
    );
  const found = stray(claim.title, "") ?? stray(claim.explanation, asked);
  return found && `it speaks of ${found}, of which it cites nothing`;
}

/** Names of what the place is inside of. */
function thingsAt({ call, pointer }: CitedPlace, facts: Facts): readonly string[] {
  return facts
    .shownBy(call)
    .filter(({ source }) => pointer === source.pointer || pointer.startsWith(`${source.pointer}/`))
    .flatMap(({ id, name, arn }) => [id, name ?? "", arn ?? ""]);
}

function strayRegion(doubted: Doubted): string | undefined {
  const regions = doubted.claim.title.match(regionName) ?? [];
  const stray = regions.find(
    (region) => !citedTexts({ ...doubted, asked: "" }).some((text) => holdsName(text, region)),
  );
  return stray && `what it cites is not in ${stray}`;
}

/** Things of one name in several accounts or regions: the words say which. */
function severalSo({ claim, subject, described }: Doubted): string | undefined {
  const [own] = described;
  const alike = subject.called.filter(({ id, type }) => id === own?.id && type === own.type);
  const words = `${claim.title}\n${claim.explanation}`;
  const differs = (member: "account" | "region") =>
    own !== undefined && alike.some((one) => one[member] !== own[member]) && !holdsName(words, own[member]);
  if (!own || !(differs("account") || (!isGlobalType(own.type) && differs("region")))) return undefined;
  return `there is a ${own.name ?? own.id} in ${alike.map(({ region, account }) => `${region} of ${account}`).join(" and in ")}, and its words do not say which is meant`;
}

function strayNumber(doubted: Doubted): string | undefined {
  const stray = strayInTitle(doubted.claim.title, citedTexts(doubted));
  return stray === undefined ? undefined : `"${stray}" stands in nothing that it cites`;
}

function denied({ claim, observed, showing, described }: Doubted): string | undefined {
  const near = [
    ...showing.flatMap(({ shown }) => leavesIn(shown?.value ?? null)),
    ...described.flatMap(({ data }) => (isStatement(data) ? leavesIn(data) : [])),
  ];
  return deniesObserved(claim.title, observed, near)
    ? `its title denies "${claim.observed}", which stands there`
    : undefined;
}

function isStatement(data: Resource["data"]): boolean {
  return Object.keys(data).some((key) =>
    /^(?:Effect|RuleAction|Entries|Statement|PolicyDocument|Document|Policy)$/i.test(key),
  );
}

/** Words that date something need a time that dates it. */
function undated({ claim, showing, described, now }: Doubted): string | undefined {
  const said =
    /\b(?:yesterday|today|last (?:night|week|month|hour)|this (?:morning|afternoon|week)|(?:\d+|a few|some) (?:minutes?|hours?|days?|weeks?) ago|since (?:about )?(?:yesterday|last|this|\d))/i.exec(
      claim.title,
    )?.[0];
  if (said === undefined) return undefined;
  const texts = [
    ...showing.flatMap(({ shown }) => leavesIn(shown?.value ?? null)),
    ...described.flatMap(({ data }) => leavesIn(data)),
  ];
  const days = texts.flatMap((text) => /20\d\d-\d\d-\d\d/.exec(text)?.[0] ?? []);
  if (days.length === 0) return `it says "${said}" and cites no time`;
  const day = (back: number) => new Date(Date.parse(now) - back * 86_400_000).toISOString().slice(0, 10);
  const meant = /yesterday|last night/i.test(said)
    ? [day(1), ...(/night/i.test(said) ? [day(0)] : [])]
    : /today|this (?:morning|afternoon)/i.test(said)
      ? [day(0)]
      : undefined;
  return meant && !days.some((one) => meant.includes(one))
    ? `it says "${said}", and the times that it cites are of ${days[0]}`
    : undefined;
}

function allIsWell({ claim: { title, explanation } }: Doubted): string | undefined {
  return saysAllIsWell(`${title}\n${explanation}`)
    ? "it says that nothing is wrong, which is never a model's word"
    : undefined;
}

/** A check that looked at this place, inside of it or around it, has found it fine. One that cites a thing as a whole looked at something else of it. */
function checked({ claim, showing, described, facts, ruledOut }: Doubted): string | undefined {
  if (claim.severity === "info") return undefined;
  const places = showing.map(({ call, pointer }) => {
    // Of a list only the thing's own item counts.
    const own = described.find(
      ({ source }) => source.call === call && source.pointer.startsWith(`${pointer}/`),
    );
    return { call, pointer: own?.source.pointer ?? pointer };
  });
  const against = ruledOut.find(({ evidence }) =>
    evidence.some(
      (one) =>
        one.pointer !== "" &&
        !facts.shownBy(one.call).some(({ source }) => source.pointer === one.pointer) &&
        places.some(({ call, pointer }) => call === one.call && isWithin(pointer, one.pointer)),
    ),
  );
  return against && `a check that looked there found it fine: ${against.check}`;
}

/** Same place, or inside of it, or around it. */
export function isWithin(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
