import type { Answer, Finding } from "../../core/finding.ts";
import type { Mention, Question } from "../../core/question.ts";
import type { Subject } from "../../diagnose/check.ts";

export interface Summed {
  readonly verdict: Answer["verdict"];
  readonly findings: readonly Finding[];
  readonly causes: number;
  readonly gaps: readonly string[];
  readonly question: Question;
  readonly subjects: readonly Subject[];
  readonly missing: readonly Mention[];
  readonly near: readonly string[];
}

/** Two or three plain sentences: what is wrong with which resource, or why nothing can be said. */
export function summaryOf(summed: Summed): string {
  const { verdict, findings, subjects } = summed;
  if (verdict === "fault-found" || verdict === "answered") return told(summed);
  if (verdict === "no-fault-found")
    return `No fault was found${about(subjects)}: every check that applies is fine.${aside(findings)}`;
  return unsettled(summed);
}

function told({ findings, causes }: Summed): string {
  const [first] = findings;
  if (first?.check?.includes(".list-") === true && causes > 1) return listedOnes(findings.slice(0, causes));
  const more = findings.slice(1, causes);
  const listed = more
    .slice(0, 3)
    .map(({ title }) => title)
    .join("; ");
  const others =
    more.length === 0
      ? ""
      : ` ${more.length === 1 ? "One more cause has" : `${more.length} more causes have`} to be fixed as well: ${listed}.`;
  return first ? `${sentence(first.title)} ${sentence(firstSentences(first.explanation))}${others}` : "";
}

/** A list names all that belong on it, as far as a sentence can. */
function listedOnes(findings: readonly Finding[]): string {
  const titles = findings.slice(0, 20).map(({ title }) => title);
  const rest = findings.length - titles.length;
  return `${findings.length} found: ${titles.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}.`;
}

function unsettled({ findings, gaps, subjects, missing, near }: Summed): string {
  if (subjects.length === 0 && missing.length > 0) {
    const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
    return `Nothing in this account and region is called ${missing.map(({ text }) => text).join(" or ")}, as far as could be read.${hint}`;
  }
  const why =
    gaps.length > 0
      ? ` What is missing: ${gaps.slice(0, 2).join("; ")}.`
      : " No check that was made explains it.";
  return `No cause could be established${about(subjects)}.${why}${aside(findings)}`;
}

function about(subjects: readonly Subject[]): string {
  const names = [
    ...new Set(
      subjects.filter(({ ref }) => ref.type.startsWith("AWS::")).map(({ ref }) => ref.name ?? ref.id),
    ),
  ];
  return names.length === 0 || names.length > 4 ? "" : ` for ${names.join(", ")}`;
}

function aside(findings: readonly Finding[]): string {
  const [first] = findings;
  return first ? ` Seen on the way: ${first.title}.` : "";
}

function sentence(text: string): string {
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

/** The first two sentences; a dot inside a name or a number ends none. */
function firstSentences(text: string): string {
  return text
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .slice(0, 2)
    .join(" ");
}
