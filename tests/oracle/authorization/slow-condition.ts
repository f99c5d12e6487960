import type { Texts } from "./account-model.ts";
import { liesIn } from "./slow-address.ts";
import { covers, plain, wildcards, withVariables } from "./slow-pattern.ts";
import type { Keys, Piece } from "./slow-pattern.ts";

/** Whether a statement's Condition holds when the request has exactly these keys (IAM User Guide, Condition operators; Conditions with multiple context keys or values). */
export function conditionHolds(
  condition: { readonly [operator: string]: { readonly [key: string]: Texts } },
  keys: Keys,
  variables: boolean,
): boolean {
  for (const [operator, tests] of Object.entries(condition)) {
    for (const [key, values] of Object.entries(tests)) {
      if (!testHolds(operator, keys.get(key.toLowerCase()), listOf(values), keys, variables)) return false;
    }
  }
  return true;
}

export function listOf(texts: Texts): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

function testHolds(
  operator: string,
  requested: readonly string[] | undefined,
  wanted: readonly string[],
  keys: Keys,
  variables: boolean,
): boolean {
  if (operator === "Null") return wanted.some((value) => (value === "true") === (requested === undefined));
  const all = operator.startsWith("ForAllValues:");
  const any = operator.startsWith("ForAnyValue:");
  const afterSet = operator.replace("ForAllValues:", "").replace("ForAnyValue:", "");
  const ifExists = afterSet.endsWith("IfExists");
  const bare = ifExists ? afterSet.slice(0, -"IfExists".length) : afterSet;
  const negated = bare.includes("Not");
  if (requested === undefined) {
    if (ifExists || all) return true;
    // ForAnyValue asks for at least one value of the request, and there is none.
    return any ? false : negated;
  }
  const positive = bare.replace("Not", "");
  const holdsFor = (value: string): boolean => {
    const hit = wanted.some((one) => compares(positive, value, one, keys, variables));
    return negated ? !hit : hit;
  };
  return any ? requested.some(holdsFor) : requested.every(holdsFor);
}

function compares(
  operator: string,
  requested: string,
  wanted: string,
  keys: Keys,
  variables: boolean,
): boolean {
  const read = (how: (text: string) => readonly Piece[], text = wanted) =>
    variables ? withVariables(text, keys, how) : how(text);
  const matches = (pattern: readonly Piece[] | undefined, text = requested) =>
    pattern !== undefined && covers(pattern, text);
  if (operator === "StringEquals") return matches(read(plain));
  if (operator === "StringEqualsIgnoreCase")
    return matches(read(plain, wanted.toLowerCase()), requested.toLowerCase());
  if (operator === "StringLike") return matches(read(wildcards));
  if (operator === "ArnEquals" || operator === "ArnLike") return arnCompares(requested, wanted);
  if (operator === "Bool") return requested === wanted;
  if (operator === "IpAddress") return liesIn(requested, wanted);
  if (operator.startsWith("Numeric"))
    return orders(operator.slice("Numeric".length), Number(requested), Number(wanted));
  if (operator.startsWith("Date"))
    return orders(operator.slice("Date".length), Date.parse(requested), Date.parse(wanted));
  throw new Error(`the evaluator knows no operator ${operator}`);
}

/** Each of an ARN's six parts is compared by itself, with wildcards. */
function arnCompares(requested: string, wanted: string): boolean {
  const parts = (arn: string) => {
    const split = arn.split(":");
    return [...split.slice(0, 5), split.slice(5).join(":")];
  };
  const [a, b] = [parts(requested), parts(wanted)];
  return a.every((part, index) => covers(wildcards(b[index] ?? ""), part));
}

function orders(relation: string, a: number, b: number): boolean {
  if (relation === "Equals") return a === b;
  if (relation === "LessThan") return a < b;
  if (relation === "LessThanEquals") return a <= b;
  if (relation === "GreaterThan") return a > b;
  if (relation === "GreaterThanEquals") return a >= b;
  throw new Error(`the evaluator knows no relation ${relation}`);
}
