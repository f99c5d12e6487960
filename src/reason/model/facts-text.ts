import type { Situation } from "../reason.ts";
import { compactReads } from "./compact-reads.ts";
import { fenced } from "./fence.ts";
import { placesNamed } from "./places-named.ts";

interface Wanted {
  /** What is to be done: what it names comes first. */
  readonly task?: string;
  /** Calls that come before anything else. */
  readonly calls?: readonly number[];
}

/**
 * What was read, within `budget` characters, fenced; what the question (and `task`) names comes first, and places that the task names by call and pointer in
 * full: what a long list left out can be asked for. Empty before anything was read.
 */
export function factsText(
  { facts, question }: Situation,
  budget: number,
  { task = "", calls = [] }: Wanted = {},
): string {
  const reads = facts.everyRead();
  if (reads.length === 0) return "";
  const words = task.split(/[^\w.:/-]+/).filter((word) => /[\d-]/.test(word));
  const focus = [...question.mentions.map(({ text }) => text), ...words];
  const places = placesNamed(task, facts, Math.floor(budget / 2));
  const rest = compactReads({ reads, focus, calls, budget: budget - places.length });
  return fenced("read from the account", places === "" ? rest : `${places}\n${rest}`);
}
