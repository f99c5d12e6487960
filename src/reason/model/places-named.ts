import type { Facts } from "../../core/facts.ts";
import { atPointer } from "../../core/json/json.ts";

/** So many places are shown at once. */
const mostPlaces = 10;

/** Places of recorded responses that a text names, as prompts write them: "call 12 /SecurityGroups/437", with what stands there; as many as fit. */
export function placesNamed(text: string, facts: Facts, budget: number): string {
  const named = [...text.matchAll(/\bcall (\d+)\]?:? (\/[^\s,;"'`)\]]+)/g)].map(
    ([, call = "", pointer = ""]) => ({ call: Number(call), pointer: pointer.replace(/[.:]+$/, "") }),
  );
  const pages = new Map(
    facts.everyRead().flatMap((read) => read.pages.map((page) => [page.call, page.response] as const)),
  );
  const each = Math.floor(budget / Math.max(1, Math.min(named.length, mostPlaces))) - 1;
  return named
    .slice(0, mostPlaces)
    .map(({ call, pointer }) => {
      const response = pages.get(call);
      const value = response === undefined ? undefined : atPointer(response, pointer);
      const told = value === undefined ? "(nothing stands there)" : JSON.stringify(value);
      return cut(`[call ${call}] ${pointer} ${told}`, each);
    })
    .join("\n");
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = `…(${text.length} characters)`;
  return most <= end.length ? "" : `${text.slice(0, most - end.length)}${end}`;
}
