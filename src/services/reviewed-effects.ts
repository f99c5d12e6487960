import { Effect } from "../core/effect.ts";
import type { Effects } from "./service.ts";

/** A table from groups: `{ pure: "DescribeA ListB", "data mutates": "ReceiveC" }`; `why` where a name does not explain itself. */
export function reviewedEffects(
  groups: { readonly [effects: string]: string },
  why: { readonly [operation: string]: string } = {},
): Effects {
  const entries = Object.entries(groups).flatMap(([names, operations]) => {
    const effects = names.split(" ").map((name) => Effect.parse(name));
    return operations
      .split(/\s+/)
      .filter((operation) => operation !== "")
      .map(
        (operation) =>
          [operation, why[operation] === undefined ? effects : { effects, why: why[operation] }] as const,
      );
  });
  return Object.fromEntries(entries);
}
