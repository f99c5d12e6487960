import type { AccessVerdict } from "../../../src/core/record/explain-record.ts";
import type { Judgement, Layer, Outcome } from "./slow-authorization.ts";

/** What is wrong with the product's answer, or undefined. `wrong`: a definite answer that does not hold; `unsure`: unknown where the answer can be known. */
export interface Disagreement {
  readonly kind: "wrong" | "unsure" | "reason";
  readonly why: string;
}

/** Compares the product's answer with the judgements of every request that the question may stand for. */
export function disagreement(
  verdict: AccessVerdict,
  judgements: readonly Judgement[],
): Disagreement | undefined {
  const outcomes = new Set(judgements.flatMap((one) => outcomesOf(one)));
  const { decision } = verdict;
  if (decision === "denied-implicitly" && onlyExplicitly(judgements)) return undefined;
  const open = outcomes.has("allowed") && outcomes.size > 1;
  if (decision === "unknown")
    return open || hangsOnLayer(judgements)
      ? undefined
      : { kind: "unsure", why: `expected ${[...outcomes].join(" or ")}` };
  if (open || !outcomes.has(decision))
    return { kind: "wrong", why: `expected ${open ? "unknown" : [...outcomes].join(" or ")}` };
  return wrongReason(
    verdict,
    judgements.filter((one) => outcomesOf(one).includes(decision)),
  );
}

function outcomesOf({ outcome, eitherDenial }: Judgement): readonly Outcome[] {
  return eitherDenial ? ["denied-explicitly", "denied-implicitly"] : [outcome];
}

/** Denied in every case, but not in the same way: both a denial and `unknown` are true. */
function hangsOnLayer(judgements: readonly Judgement[]): boolean {
  return new Set(judgements.map(({ outcome }) => outcome)).size > 1;
}

/** Some Deny applies in every case, but not the same one: that the denial is explicit nobody needs to see. */
function onlyExplicitly(judgements: readonly Judgement[]): boolean {
  const [first, ...rest] = judgements;
  const common = first?.denies.filter((sid) => rest.every(({ denies }) => denies.includes(sid))) ?? [];
  return judgements.every(({ outcome }) => outcome === "denied-explicitly") && common.length === 0;
}

function wrongReason(verdict: AccessVerdict, judgements: readonly Judgement[]): Disagreement | undefined {
  const named = new Set(verdict.deciding.map(({ layer }) => layer as string));
  const reason = (why: string): Disagreement => ({ kind: "reason", why });
  if (named.size === 0) return reason("no deciding layer");
  const known = new Set(judgements.flatMap(({ layers }) => layers));
  const strange = [...named].filter((layer) => !(known as ReadonlySet<string>).has(layer));
  if (strange.length > 0) return reason(`${strange.join(", ")} cannot decide; ${[...known].join(", ")} can`);
  if (verdict.decision === "denied-implicitly") {
    const missed = judgements.some(
      ({ needed, outcome }) =>
        outcome === "denied-implicitly" && needed.length > 0 && !needed.some((layer) => named.has(layer)),
    );
    return missed ? reason(`none of ${[...named].join(", ")} would have to allow`) : undefined;
  }
  if (verdict.decision === "denied-explicitly") {
    const unnamed = always(judgements.filter((one) => !one.eitherDenial).map((one) => one.layers)).filter(
      (layer) => !named.has(layer),
    );
    return unnamed.length > 0
      ? reason(`${unnamed.join(", ")} denies as well and is not named`)
      : wrongStatement(verdict, judgements);
  }
  const needed = always(judgements.map((one) => one.needed));
  const left = needed.filter((layer) => !named.has(layer));
  if (left.length > 0) return reason(`${left.join(", ")} must allow and is not named`);
  return wrongStatement(verdict, judgements);
}

/** Each statement named must apply in some request; each layer that denies explicitly must name one. */
function wrongStatement(
  { deciding, decision }: AccessVerdict,
  judgements: readonly Judgement[],
): Disagreement | undefined {
  const allows = new Set(judgements.flatMap((one) => one.allows));
  const denies = new Set(judgements.flatMap((one) => one.denies));
  for (const { effect, statement, layer } of deciding) {
    const sids = effect === "Allow" ? allows : denies;
    if (statement === undefined || effect === "none" || statement.startsWith("rcp-full")) continue;
    if (!sids.has(statement))
      return {
        kind: "reason",
        why: `statement ${statement} of ${layer} does not ${effect.toLowerCase()} this`,
      };
  }
  const denied = deciding.some(({ effect }) => effect === "Deny");
  const excused = judgements.some(({ eitherDenial }) => eitherDenial);
  return decision === "denied-explicitly" && !denied && !excused
    ? { kind: "reason", why: "an explicit denial names no Deny" }
    : undefined;
}

function always(lists: readonly (readonly Layer[])[]): readonly Layer[] {
  const [first = [], ...rest] = lists;
  return [...new Set(first)].filter((layer) => rest.every((list) => list.includes(layer)));
}
