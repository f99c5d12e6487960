import type { Question } from "../core/question.ts";

/** What the question says without the names in it: a bucket called `restore-test` does not ask for a restore. */
export function spokenWords({ text, mentions }: Pick<Question, "text" | "mentions">): string {
  const names = mentions
    .filter(({ weak, kind }) => weak !== true && kind !== "error" && kind !== "action")
    .map((mention) => mention.text)
    .toSorted((a, b) => b.length - a.length);
  return names.reduce((rest, name) => rest.replaceAll(name, "·"), text);
}
