import type { Finding } from "../../../core/finding.ts";
import { holdsName } from "./name-tokens.ts";
import { saysAllIsWell, unfitWords, type Standing } from "./said-words.ts";

const longest = 2000;

/** Why a model's summary may not stand for findings: it must speak of the first of them, and deny none. */
export function unfitSummary(
  summary: string,
  findings: readonly Finding[],
  standing: Standing,
): string | undefined {
  const unfit = unfitWords(summary, standing);
  if (unfit !== undefined) return unfit;
  if (summary.length > longest) return "it is too long to be a summary";
  if (saysAllIsWell(summary)) return "it says that nothing is wrong, which is never a model's word";
  const [first] = findings;
  if (!first) return "there is nothing that it could sum up";
  const names = namesOf(first);
  if (!names.some((name) => holdsName(summary, name)))
    return `a summary has to name ${first.resource.name ?? first.resource.id}, which was found`;
  const clause = clausesOf(summary).find(
    (one) => names.some((name) => holdsName(one, name)) && acquits.test(one),
  );
  return clause === undefined ? undefined : `it clears what was found: "${clause.trim().slice(0, 120)}"`;
}

export function namesOf({ resource: { id, name, arn } }: Finding): readonly string[] {
  return [id, name ?? "", arn?.split(/[:/]/).at(-1) ?? ""].filter((one) => one !== "");
}

function clausesOf(text: string): readonly string[] {
  return text.split(/(?<=[.;!?])\s|[—–]|\n|,\s*(?:but|so|and|while|whereas)\b|\bbut\b|\bbecause\b/i);
}

const acquits =
  /\b(?:(?:is|are|was|looks?|seems?) (?:all |perfectly |entirely )?(?:fine|ok(?:ay)?|healthy|correct|well|good|innocent|unrelated|irrelevant|in order|not (?:the |a |to )?(?:cause|problem|fault|reason|culprit|blame|wrong|broken|related|at fault))|(?:is|are) ruled out|has nothing to do|works? (?:fine|well|correctly|as (?:it should|expected))|(?:can|may) be ignored|false alarm)\b/i;
