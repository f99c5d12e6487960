import type { ServiceModel } from "../aws/service-models.ts";
import type { Json, JsonObject } from "../core/json/json.ts";
import type { Literal, Params } from "./follow/use.ts";

/** More combinations than these are not told apart: the member is then open. */
const mostVariants = 16;

/**
 * The parameters of a call as far as its text determines them, once for each combination of possibilities: what is there with an unknown value is a star, what is not there
 * is left out. Where members may be there that the text does not show, that is one more possibility.
 */
export function policyParams(
  { entries, open }: Params,
  operation: string,
  model: ServiceModel | undefined,
): readonly JsonObject[] {
  const input = model?.shapes[model.operations[operation]?.input?.shape ?? ""];
  const certain = Object.fromEntries((input?.required ?? []).map((name) => [name, "*"] as const));
  const variants = [...entries].reduce<readonly JsonObject[]>(
    (sofar, [name, { alternatives }]) => {
      const values = distinct(alternatives.map(toPattern));
      const tooMany = values.length === 0 || sofar.length * values.length > mostVariants;
      return sofar.flatMap((params) =>
        (tooMany ? ["*"] : values).map((value) => ({ ...params, [name]: value })),
      );
    },
    [certain],
  );
  if (!open) return variants;
  const anything = Object.fromEntries(Object.keys(input?.members ?? {}).map((name) => [name, "*"] as const));
  return [...variants, ...variants.map((params) => ({ ...anything, ...params }))];
}

/** Which parameters the text gives without determining them. */
export function undetermined({
  entries,
}: Params): readonly { readonly name: string; readonly line: number }[] {
  return [...entries]
    .filter(([, { alternatives }]) => JSON.stringify(alternatives.map(toPattern)).includes('"*"'))
    .map(([name, { line }]) => ({ name, line }));
}

function distinct(values: readonly Json[]): readonly Json[] {
  const unique = new Map(values.map((value) => [JSON.stringify(value), value]));
  // A star covers what else it may be.
  return unique.has('"*"') ? ["*"] : [...unique.values()];
}

function toPattern(literal: Literal): Json {
  switch (literal.kind) {
    case "text":
      return literal.text ?? "*";
    case "number":
      return literal.number ?? "*";
    case "boolean":
      return literal.boolean ?? "*";
    case "list":
      return [
        ...literal.items.flatMap((item) => distinct(item.map(toPattern))),
        ...(literal.open ? ["*"] : []),
      ];
    case "dict":
      return dictPattern(literal);
    case "unknown":
    case "none":
    case "bytes":
      return "*";
  }
}

function dictPattern({ entries, open }: Params): Json {
  const members = [...entries].map(
    ([name, { alternatives }]) => [name, distinct(alternatives.map(toPattern))] as const,
  );
  if (open || members.some(([, values]) => values.length !== 1)) return "*";
  return Object.fromEntries(members.map(([name, values]) => [name, values[0] ?? "*"]));
}
