import { hasInvisible } from "../core/text/visible.ts";
import type { LastQuestion } from "./follow-up.ts";
import { readQuestion } from "./playbook/read-question.ts";

export interface Thread {
  readonly last: LastQuestion;
  /** What was asked, as it was understood; oldest first. */
  readonly questions: readonly string[];
}

export interface Completed {
  readonly text: string;
  /** What stands in it without having been written this time. */
  readonly names: readonly string[];
}

/** Longer than what it is made of by this much, it says something of its own. */
const mostOfItsOwn = 200;
const nameKinds = new Set([
  "id",
  "arn",
  "name",
  "bucket",
  "host",
  "address",
  "cidr",
  "account",
  "url",
  "path",
]);

/**
 * A question that a model completed, as far as code lets it pass: every name in it was written by the user in this thread, or is that of something that was read; every
 * name that the user writes now stands in it. Undefined otherwise, and where nothing was completed.
 */
export function judgeCompletion(completed: string, asked: string, thread: Thread): Completed | undefined {
  const text = completed.trim();
  const written = [asked, ...thread.questions];
  const most = asked.length + Math.max(0, ...thread.questions.map(({ length }) => length)) + mostOfItsOwn;
  if (text === "" || text.length > most || text.includes("\n") || hasInvisible(text)) return undefined;
  if (sameWords(text, asked)) return undefined;
  const { last } = thread;
  const read = new Set([
    ...last.known.flatMap(({ name, id }) => [name, id]),
    ...last.subjects,
    ...last.compared,
    ...last.blamed,
    ...last.others,
  ]);
  const names = namesIn(text, last);
  if (!names.every((name) => read.has(name) || written.some((one) => holds(one, name)))) return undefined;
  // A plain word that points at something ("the replica") is what was to be replaced.
  if (!namesIn(asked, last, "sure").every((name) => holds(text, name))) return undefined;
  return { text, names: [...new Set(names)].filter((name) => !holds(asked, name)) };
}

/** What is a name: what is read as one, what no plain word looks like, and what is known to be one; or what may be one, plain words with it. */
function namesIn(
  text: string,
  { question: { window }, known }: LastQuestion,
  how: "sure" | "possible" = "possible",
): readonly string[] {
  const { mentions } = readQuestion({ text, window, now: window.to });
  const tokens = wordsOf(text);
  const called = new Set(known.flatMap(({ name, id }) => [name, id]));
  return [
    // What is only understood ("nobody" is the internet) is no name of anything.
    ...mentions.flatMap(({ kind, text: name, type, weak }) =>
      nameKinds.has(kind) && type !== "Internet" && (how === "possible" || weak !== true) ? [name] : [],
    ),
    ...tokens.filter((word) => /[\d_./:@]|\p{L}-\p{L}|\p{Ll}\p{Lu}/u.test(word) || called.has(word)),
  ];
}

/** Words without the marks around them; a possessive is none of its word. */
function wordsOf(text: string): readonly string[] {
  return text
    .split(/[\s,;()"\u201c\u201d]+/)
    .map((word) => word.replace(/^['\u2018\u2019]+|[?!.:'\u2018\u2019]+$/g, "").replace(/['\u2019]s$/, ""))
    .filter((word) => word !== "");
}

/** Whether a name stands in a text by itself, not within a longer one. */
function holds(text: string, name: string): boolean {
  const literal = name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  return new RegExp(`(?<![\\w-])${literal}(?![\\w-])`).test(text);
}

function sameWords(one: string, other: string): boolean {
  const plain = (text: string) => wordsOf(text.toLowerCase()).join(" ");
  return plain(one) === plain(other);
}
