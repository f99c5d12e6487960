import type { Json, JsonObject } from "../../core/json/json.ts";
import type { Alternatives, Literal, Params } from "./use.ts";

const most = 16;

/** The parameters of a call that literals determine, once for each combination of possibilities. What is not known is left out. */
export function literalParams({ entries }: Params): readonly JsonObject[] {
  return [...entries].reduce<readonly JsonObject[]>(
    (sofar, [name, { alternatives }]) => {
      const values = knownValues(alternatives);
      if (values === undefined || sofar.length * values.length > most) return sofar;
      return sofar.flatMap((params) => values.map((value) => ({ ...params, [name]: value })));
    },
    [{}],
  );
}

/** All possibilities, or undefined when one of them is open: then nothing may be concluded from the others. */
function knownValues(alternatives: Alternatives): readonly Json[] | undefined {
  const values = alternatives.map(toJson);
  return values.every((value) => value !== undefined) ? values : undefined;
}

function toJson(literal: Literal): Json | undefined {
  if (literal.kind === "text") {
    return literal.text;
  }
  if (literal.kind === "number") {
    return literal.number;
  }
  if (literal.kind === "boolean") {
    return literal.boolean;
  }
  if (literal.kind === "list") {
    const items = literal.items.map((item) =>
      item.length === 1 && item[0] !== undefined ? toJson(item[0]) : undefined,
    );
    return !literal.open && items.every((item) => item !== undefined) ? items : undefined;
  }
  if (literal.kind === "dict") {
    const members = [...literal.entries].map(
      ([key, { alternatives }]) => [key, knownValues(alternatives)?.[0]] as const,
    );
    const known = members.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
    return !literal.open && known.length === members.length ? Object.fromEntries(known) : undefined;
  }
  return undefined;
}
