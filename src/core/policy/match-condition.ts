import type { KeyLookup, KeyValue } from "./key-value.ts";
import { anyOf, matchOf, negated, no, unknownFor, yes } from "./match.ts";
import type { Match } from "./match.ts";
import { operatorOf } from "./operators.ts";
import type { Operator } from "./operators.ts";
import type { Condition } from "./parse-policy.ts";
import { endsOpen, expandPattern, literalHead, literalPattern, matchesEverything } from "./pattern.ts";

/** Whether one operator holds for one key (IAM User Guide, Condition operators; Conditions with multiple keys or values). An operator that does not exist never holds. */
export function matchCondition(condition: Condition, lookup: KeyLookup, variables: boolean): Match {
  const [, set = "", bare = ""] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/i.exec(condition.operator) ?? [];
  const ifExists = /IfExists$/i.test(bare);
  const name = bare.replace(/IfExists$/i, "");
  const value = lookup(condition.key);
  if (name.toLowerCase() === "null") return matchNull(condition, value);
  const operator = operatorOf(name);
  if (!operator) return no;
  const quantifier = set.toLowerCase();
  const absenceHolds = ifExists || quantifier === "forallvalues";
  if (value.kind === "unknown") {
    // Whatever the value is, and whether there is one: a lone star takes all.
    if (absenceHolds && takesEverything(condition, operator)) return yes;
    return matchBeginning(condition, operator, value, variables ? lookup : undefined);
  }
  const requested = value.kind === "known" ? value.values : [];
  if (requested.length === 0) {
    if (absenceHolds) return yes;
    return matchOf(operator.negative && quantifier === "");
  }
  const outcomes = requested.map((one) =>
    compareWithAll(one, condition, operator, variables ? lookup : undefined),
  );
  const all = quantifier === "forallvalues" || (quantifier === "" && operator.negative);
  return all ? negated(anyOf(outcomes.map(negated))) : anyOf(outcomes);
}

function takesEverything({ values }: Condition, { wildcards, negative }: Operator): boolean {
  return wildcards && !negative && values.some((text) => matchesEverything(literalPattern(text)));
}

/** One requested value against all of the policy's: it equals one of them, or, negated, none. */
function compareWithAll(
  requested: string,
  condition: Condition,
  operator: Operator,
  key: KeyLookup | undefined,
): Match {
  const hit = anyOf(
    condition.values.map((text) => {
      const expanded = expandPattern(text, { wildcards: operator.wildcards, key });
      if (expanded.kind === "unknown") return unknownFor(expanded.missing);
      return matchOf(expanded.kind === "pattern" && operator.compare(requested, expanded.pattern));
    }),
  );
  return operator.negative ? negated(hit) : hit;
}

/** Of a value whose beginning alone is known (a role's id, whatever its session) some patterns match every continuation, and some none. */
function matchBeginning(
  condition: Condition,
  operator: Operator,
  { why, prefix }: Extract<KeyValue, { kind: "unknown" }>,
  key: KeyLookup | undefined,
): Match {
  const open = unknownFor({ key: condition.key, why });
  if (prefix === undefined) return open;
  const hit = anyOf(
    condition.values.map((text) => {
      const expanded = expandPattern(text, { wildcards: operator.wildcards, key });
      if (expanded.kind !== "pattern") return open;
      if (endsOpen(expanded.pattern) && operator.compare(prefix, expanded.pattern)) return yes;
      const head = literalHead(expanded.pattern);
      return head.startsWith(prefix) || prefix.startsWith(head) ? open : no;
    }),
  );
  return operator.negative ? negated(hit) : hit;
}

/** `true` asks that the key be absent, `false` that it be there. */
function matchNull(condition: Condition, value: KeyValue): Match {
  const wanted = new Set(condition.values.map((text) => text.toLowerCase() === "true"));
  if (wanted.size > 1) return yes;
  // A value of which the beginning is known is there.
  if (value.kind === "unknown")
    return value.prefix === undefined
      ? unknownFor({ key: condition.key, why: value.why })
      : matchOf(wanted.has(false));
  const isAbsent = value.kind === "absent" || value.values.length === 0;
  return matchOf(wanted.has(isAbsent));
}
