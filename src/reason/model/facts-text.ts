import type { Situation } from "../reason.ts";
import { compactReads } from "./compact-reads.ts";
import { fenced } from "./fence.ts";

/** What was read, within `budget` characters, fenced; what the question (and `task`) names comes first. Empty before anything was read. */
export function factsText({ facts, question }: Situation, budget: number, task = ""): string {
  const reads = facts.everyRead();
  if (reads.length === 0) return "";
  const words = task.split(/[^\w.:/-]+/).filter((word) => /[\d-]/.test(word));
  const focus = [...question.mentions.map(({ text }) => text), ...words];
  return fenced("read from the account", compactReads({ reads, focus, budget }));
}
