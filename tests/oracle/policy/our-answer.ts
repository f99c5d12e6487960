import { absent, known } from "../../../src/core/policy/key-value.ts";
import { matchStatement } from "../../../src/core/policy/match-statement.ts";
import { parsePolicy } from "../../../src/core/policy/parse-policy.ts";
import type { Json } from "../../../src/core/json/json.ts";
import type { Answer, Request } from "./slow-policy.ts";

/** The product's own evaluator asked the same question: one policy, all keys known or absent. */
export function ourAnswer(document: Json, { action, resource, context }: Request): Answer | "unknown" {
  const parsed = parsePolicy(document);
  if (parsed.kind === "invalid") return "malformed";
  const outcomes = parsed.statements.map((one) => ({
    effect: one.effect,
    outcome: matchStatement(one, {
      action,
      resource,
      key: (key) => {
        const values = context.get(key.toLowerCase());
        return values === undefined ? absent : known(...values);
      },
    }).outcome,
  }));
  if (outcomes.some(({ effect, outcome }) => effect === "Deny" && outcome === "yes")) return "deny";
  if (outcomes.some(({ outcome }) => outcome === "unknown")) return "unknown";
  return outcomes.some(({ effect, outcome }) => effect === "Allow" && outcome === "yes") ? "allow" : "silent";
}

/** Whatever was drawn is JSON. */
export function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
