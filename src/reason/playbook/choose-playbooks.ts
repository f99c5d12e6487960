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
  // A server without a public address is no answer to a question about its disk.
  const known = (question.symptoms ?? []).length > 0 && question.asks !== "facts";
  const byKind = said.flatMap((type) =>
    playbooks.filter(
      (playbook) =>
        playbook.types[0] === type && !(known && playbook.symptoms.some((symptom) => askedOnly.has(symptom))),
    ),
  );
  const general = playbooks.filter((playbook) => playbook.symptoms.includes("health"));
  return [...new Set([...byTrouble, ...byKind, ...general])];
}

/** Checks that answer one kind of question (which things are like this, what is open to whom) and speak for no other. */
export const listings =
  "*.list-*|*.exposure|*.exposed-ports|*.shared-images|iam.root-user|access.public-*|s3.standards";

/** Troubles that are looked for only where the words speak of them, or of no trouble at all. */
const askedOnly: ReadonlySet<string> = new Set([
  "connectivity",
  "access",
  "exposure",
  "cost",
  "audit",
  "drift",
]);

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
