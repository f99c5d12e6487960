import type { KeptScript } from "../../content/load-scripts.ts";
import { fenced } from "./fence.ts";

export interface ScriptMatch {
  /** It may run as it is: the task is the same in words, and nothing in it belongs to another place or time. */
  readonly same?: KeptScript;
  /** Like it: examples for the coder, the likest first. */
  readonly near: readonly KeptScript[];
}

/** Scripts that were kept, by the task that they are for. */
export interface ScriptLibrary {
  match(task: string, region: string, account?: string): ScriptMatch;
}

const leastLikeness = 0.34;
const mostExamples = 2;

/** `account`: its mark, as in a script's provenance. */
export function matchScripts(
  scripts: readonly KeptScript[],
  task: string,
  { account, region }: { readonly account: string; readonly region: string },
): ScriptMatch {
  const here = ({ bound, provenance }: KeptScript) =>
    bound.length === 0 || (provenance.account === account && provenance.region === region);
  const wanted = inWords(task);
  const same = scripts.find(
    (script) => inWords(script.task) === wanted && here(script) && !hasTimes(script.code),
  );
  const words = wordsOf(task);
  const all = new Set(scripts.flatMap(({ services }) => services));
  const named = [...words].filter((word) => all.has(word));
  const near = scripts
    .filter(({ services }) => named.length === 0 || named.some((service) => services.includes(service)))
    .map((script) => ({ script, likeness: likenessOf(words, wordsOf(script.task)) }))
    .filter(({ likeness }) => likeness >= leastLikeness)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, mostExamples)
    .map(({ script }) => (here(script) ? script : withoutNames(script)));
  return { ...(same && { same }), near };
}

/** One account's names are no business of another's. */
function withoutNames(script: KeptScript): KeptScript {
  const longest = script.bound.toSorted((a, b) => b.length - a.length);
  const blinded = (text: string) => longest.reduce((left, name) => left.replaceAll(name, "EXAMPLE"), text);
  return { ...script, task: blinded(script.task), code: blinded(script.code) };
}

/** Examples as data within so many characters; nothing where none fits. */
export function examplesText(scripts: readonly KeptScript[], room: number): string {
  const parts: string[] = [];
  for (const { name, task, code } of scripts) {
    const text = fenced(
      `script ${name}, kept from an earlier run for another task: its names and values are not those of this account`,
      `Task: ${task}\n\n${code.trim()}`,
    );
    if (parts.join("\n").length + text.length + 1 <= room) parts.push(text);
  }
  return parts.join("\n");
}

/** The same words in the same order, whatever their case, spaces and last stop. Names keep their case: they are not words. */
function inWords(task: string): string {
  return task
    .normalize("NFC")
    .split(/\s+/)
    .map((word) => (/^[A-Z]?[a-z]+[.,;:!?]?$/.test(word) ? word.toLowerCase() : word))
    .join(" ")
    .trim()
    .replace(/[.!?]+$/, "");
}

const small = new Set(
  "a all an and any are as at by each for from has have if in is it its list me of on or out read say show tell that the their them there these this to what when where which who with".split(
    " ",
  ),
);

function wordsOf(task: string): ReadonlySet<string> {
  const words = task.toLowerCase().match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g) ?? [];
  return new Set(words.map((word) => word.replace(/(?<=[a-z]{3})s$/, "")).filter((word) => !small.has(word)));
}

function likenessOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = a.intersection(b).size;
  return shared === 0 ? 0 : shared / a.union(b).size;
}

/** A script with a moment in it reads another moment than the one that is asked about now. */
function hasTimes(code: string): boolean {
  return /\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\bdatetime\(\s*(?:19|20)\d\d\b|\b1[5-9]\d{8}(?:\d{3})?\b/.test(
    code,
  );
}
