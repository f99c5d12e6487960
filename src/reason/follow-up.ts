import type { Question } from "../core/question.ts";
import { readQuestion } from "./playbook/read-question.ts";

/** The question before, as it was understood, and what it turned out to be about. Names are such as may stand in a question. */
export interface LastQuestion {
  readonly question: Question;
  /** What it was about, likeliest first. */
  readonly subjects: readonly string[];
  /** What it only compared with ("web-2 works"). */
  readonly compared: readonly string[];
  /** What the answer blames. */
  readonly blamed: readonly string[];
  /** Others of the kind of the first subject. */
  readonly others: readonly string[];
  /** Everything that was read, by a name that may stand in a question. */
  readonly known: readonly { readonly name: string; readonly id: string; readonly type: string }[];
}

export type FollowUp =
  /** It stands by itself. */
  | { readonly kind: "whole"; readonly text: string }
  /** `names`: what stands in `text` without having been written this time. */
  | { readonly kind: "resolved"; readonly text: string; readonly names: readonly string[] }
  /** It asks for the reasons of the last answer. */
  | { readonly kind: "evidence" }
  | { readonly kind: "unclear"; readonly why: string; readonly candidates: readonly string[] };

const bareWhy =
  /^(?:but |and |so )*(?:why(?: is that| so| not)?|how come|how do you know(?: that| this)?|what makes you (?:say|think) (?:so|that)|are you sure|says who|prove it)\W*$/i;
const leadIn =
  /^(?:(?:and|but|or|so|then)\b[\s,]*)?(?:(?:what|how) about\b|(?:the )?same (?:for|with|question for)\b|and\b|or\b)\s*/i;
const otherOne = /\b(?:the|that) other(?<more> ones|s)?(?: one)?\b/i;
const pronoun = /\b(?:it|its|itself|they|them|their|th(?:is|at) one|the same one|those|these)\b(?!['’]s\b)/gi;
/** "it seems", "is it possible": points at nothing. */
const expletive =
  /\bit\s+(?:seems?|looks? like|appears?|takes?|took|rains?|happens?|matters?|depends?|is (?:possible|true|likely|clear)|be that)\b|\b(?:is|was|were|would|could) it (?:possible|true|likely|better|enough|safe|ok|okay)\b/i;
const aboutChange =
  /\b(?:who|when|whom|changed?|created?|deleted?|removed?|modified|edited|fix|repair|undo|roll(?:ed)? back)\b/i;
const fillers =
  /\b(?:the|a|an|for|on|of|in|with|to|is|does|do|then|now|instance|bucket|queue|function|database|server|role|user|one)\b/gi;
const nameKinds = new Set(["id", "arn", "name", "bucket", "host", "address", "url"]);

/**
 * What a question means after another one, by code alone: a pronoun is what the last question was about, "what about X?" is the last question about X, "the
 * other one" the only other of its kind. Where several things may be meant it asks back instead of choosing.
 */
export function resolveFollowUp(text: string, last: LastQuestion | undefined): FollowUp {
  const asked = text.trim();
  if (!last) return { kind: "whole", text: asked };
  if (bareWhy.test(asked)) return { kind: "evidence" };
  const { window } = last.question;
  const own = namesIn(readQuestion({ text: asked, window, now: window.to }));
  if (otherOne.test(asked)) return theOther(asked, last);
  const rest = asked.replace(leadIn, "");
  const begun = rest.length < asked.length;
  if (begun && own.length > 0 && isOnlyNames(rest, own)) return sameAbout(own, last, []);
  if (pronounsIn(asked)) return withPronouns(asked, own, last);
  const read = readQuestion({ text: asked, window, now: window.to });
  const short = asked.split(/\s+/).length <= 4;
  const trouble = (read.symptoms ?? []).length > 0 && !(begun && short);
  const says = own.length > 0 || (read.types ?? []).length > 0 || trouble;
  if (!says && (begun || short))
    return { kind: "resolved", text: `${last.question.text} ${asked}`, names: namedIn(last) };
  return { kind: "whole", text: asked };
}

/** Names that a person meant as such: no plain words, unless it is known that something is called so. */
function namesIn({ mentions }: Question, known: readonly string[] = []): readonly string[] {
  return mentions.flatMap(({ text, kind, weak, type }) =>
    nameKinds.has(kind) && type !== "Internet" && (weak !== true || known.includes(text)) ? [text] : [],
  );
}

function namedIn({ question, subjects }: LastQuestion): readonly string[] {
  return namesIn(question, subjects);
}

function isOnlyNames(rest: string, names: readonly string[]): boolean {
  const left = names.reduce((text, name) => text.replaceAll(name, " "), rest).replaceAll(fillers, " ");
  return !/[a-z]{2}/i.test(left);
}

function pronounsIn(text: string): boolean {
  return text.search(pronoun) >= 0 && !expletive.test(text);
}

/** The last question again, about something else. */
function sameAbout(names: readonly string[], last: LastQuestion, carried: readonly string[]): FollowUp {
  const { text, mentions } = last.question;
  const named = namedIn(last);
  const compared = new Set(mentions.filter(({ role }) => role === "compared").map((one) => one.text));
  const main = named.filter((name) => !compared.has(name));
  const replaced = main.length === 1 ? main[0] : undefined;
  const joined = listed(names);
  if (replaced === undefined || !text.includes(replaced))
    return { kind: "resolved", text: `${text} I mean ${joined}.`, names: [...carried, ...named] };
  return { kind: "resolved", text: text.replaceAll(replaced, joined), names: carried };
}

function theOther(text: string, last: LastQuestion): FollowUp {
  const several = otherOne.exec(text)?.groups?.["more"] !== undefined;
  const found = last.compared.length > 0 ? last.compared : last.others;
  if (found.length === 0)
    return { kind: "unclear", why: "Nothing else of that kind is known.", candidates: [] };
  if (found.length > 1 && (!several || found.length > 5))
    return { kind: "unclear", why: "There are several others.", candidates: found };
  const rest = text.replace(leadIn, "");
  const bare = rest.replace(otherOne, "").replaceAll(fillers, "");
  if (!/[a-z]{2}/i.test(bare)) return sameAbout(found, last, found);
  return { kind: "resolved", text: text.replace(otherOne, listed(found)), names: found };
}

function withPronouns(text: string, own: readonly string[], last: LastQuestion): FollowUp {
  const meant = meantBy(text, last).filter((name) => !own.includes(name));
  const plural = /\b(?:they|them|their|those|these)\b/i.test(text);
  if (meant.length === 0) return { kind: "resolved", text: `${last.question.text} ${text}`, names: [] };
  if (meant.length === 1 || (plural && meant.length <= 5))
    return { kind: "resolved", text: replacedIn(text, listed(meant)), names: meant };
  const [word = "it"] = text.match(pronoun) ?? [];
  return { kind: "unclear", why: `"${word}" may be any of these.`, candidates: meant };
}

/** Who changed, created or repairs something is asked of what was blamed; all else of what the question was about. */
function meantBy(text: string, last: LastQuestion): readonly string[] {
  const typed = namedIn(last);
  const subjects = last.subjects.length > 0 ? last.subjects : typed;
  const ofAnswer = aboutChange.test(text) || subjects.length === 0;
  const [blamed] = last.blamed;
  if (ofAnswer && blamed !== undefined)
    return /\b(?:they|them|those|these)\b/i.test(text) ? last.blamed : [blamed];
  return subjects;
}

function replacedIn(text: string, name: string): string {
  return text.replaceAll(pronoun, (word) => (/^(?:its|their)$/i.test(word) ? `${name}'s` : name));
}

function listed(names: readonly string[]): string {
  const [last = ""] = names.slice(-1);
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
