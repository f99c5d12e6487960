import type { Playbook } from "../../content/load-playbooks.ts";
import type { Question } from "../../core/question.ts";

/**
 * The playbooks for the question's classes of trouble, the fittest first, then those for the kinds of things that it is about (`types`), then the
 * general one (`health`).
 */
export function choosePlaybooks(
  question: Question,
  playbooks: readonly Playbook[],
  types: readonly string[] = [],
): readonly Playbook[] {
  const byTrouble = (question.symptoms ?? []).flatMap((symptom) =>
    playbooks.filter((playbook) => playbook.symptoms.includes(symptom)),
  );
  const said = [
    ...types,
    ...question.mentions.flatMap((mention) => mention.types ?? []),
    ...(question.types ?? []),
  ];
  const byKind = said.flatMap((type) => playbooks.filter((playbook) => playbook.types[0] === type));
  const general = playbooks.filter((playbook) => playbook.symptoms.includes("health"));
  return [...new Set([...byTrouble, ...byKind, ...general])];
}

/** Checks that answer a question for a list, whatever it lists; they speak for nothing else. */
export const listings = "*.list-*";

/** The checks that fit the trouble, the likeliest first: lists that are asked for, then those of the two fittest playbooks. The general one counts only where it is the fittest. */
export function fittingChecks(chosen: readonly Playbook[]): readonly string[] {
  const fitting = chosen
    .slice(0, 2)
    .flatMap((playbook, index) => (index > 0 && playbook.symptoms.includes("health") ? [] : playbook.checks));
  return [listings, ...fitting];
}

/** Place of a check among patterns (`lambda.*`, `a|b`), undefined where none names it. */
export function placeOfCheck(id: string, patterns: readonly string[]): number | undefined {
  const place = patterns.findIndex((pattern) =>
    pattern.split("|").some((one) => matchesGlob(id, one.trim())),
  );
  return place < 0 ? undefined : place;
}

function matchesGlob(id: string, glob: string): boolean {
  const expression = glob
    .split("*")
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(".*");
  return new RegExp(`^${expression}$`).test(id);
}
