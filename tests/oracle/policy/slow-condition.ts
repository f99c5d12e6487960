import { globMatches, tokensOf } from "./slow-glob.ts";
import type { Token } from "./slow-glob.ts";
import { addressIn, numberOf, timeOf } from "./slow-values.ts";

/** What the request holds: condition keys in lower case. */
export type Context = ReadonlyMap<string, readonly string[]>;

type Compare = (policy: readonly Token[], request: string) => boolean;

/** The text of tokens that hold no wildcard that would matter: for operators that know no patterns. */
function plain(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.kind === "char" ? token.char : token.kind === "any" ? "*" : "?"))
    .join("");
}

function arnMatches(tokens: readonly Token[], request: string): boolean {
  // "Each of the six colon-delimited components of the ARN is checked separately and each can include multi-character match wildcards (*) or single-character match wildcards (?)."
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "char" && token.char === ":" && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const named = request.split(":");
  const six = [...named.slice(0, 5), named.slice(5).join(":")];
  if (parts.length !== 6 || named.length < 6) return false;
  return parts.every((part, index) => globMatches(part, six[index] ?? ""));
}

function compared<T>(
  parse: (text: string) => T | undefined,
  holds: (request: T, policy: T) => boolean,
): Compare {
  return (tokens, request) => {
    const policy = parse(plain(tokens));
    const value = parse(request);
    return policy !== undefined && value !== undefined && holds(value, policy);
  };
}

const sameText: Compare = (tokens, request) => plain(tokens) === request;
const like: Compare = (tokens, request) => globMatches(tokens, request);

/** The positive comparison behind every operator, and whether the operator negates it (IAM User Guide, Condition operators). */
const operators: { readonly [name: string]: { readonly compare: Compare; readonly negated: boolean } } = {
  StringEquals: { compare: sameText, negated: false },
  StringNotEquals: { compare: sameText, negated: true },
  StringEqualsIgnoreCase: {
    compare: (tokens, request) => plain(tokens).toLowerCase() === request.toLowerCase(),
    negated: false,
  },
  StringNotEqualsIgnoreCase: {
    compare: (tokens, request) => plain(tokens).toLowerCase() === request.toLowerCase(),
    negated: true,
  },
  StringLike: { compare: like, negated: false },
  StringNotLike: { compare: like, negated: true },
  NumericEquals: { compare: compared(numberOf, (a, b) => a === b), negated: false },
  NumericNotEquals: { compare: compared(numberOf, (a, b) => a === b), negated: true },
  NumericLessThan: { compare: compared(numberOf, (a, b) => a < b), negated: false },
  NumericLessThanEquals: { compare: compared(numberOf, (a, b) => a <= b), negated: false },
  NumericGreaterThan: { compare: compared(numberOf, (a, b) => a > b), negated: false },
  NumericGreaterThanEquals: { compare: compared(numberOf, (a, b) => a >= b), negated: false },
  DateEquals: { compare: compared(timeOf, (a, b) => a === b), negated: false },
  DateNotEquals: { compare: compared(timeOf, (a, b) => a === b), negated: true },
  DateLessThan: { compare: compared(timeOf, (a, b) => a < b), negated: false },
  DateLessThanEquals: { compare: compared(timeOf, (a, b) => a <= b), negated: false },
  DateGreaterThan: { compare: compared(timeOf, (a, b) => a > b), negated: false },
  DateGreaterThanEquals: { compare: compared(timeOf, (a, b) => a >= b), negated: false },
  Bool: { compare: sameText, negated: false },
  BinaryEquals: { compare: sameText, negated: false },
  IpAddress: { compare: (tokens, request) => addressIn(request, plain(tokens)), negated: false },
  NotIpAddress: { compare: (tokens, request) => addressIn(request, plain(tokens)), negated: true },
  ArnEquals: { compare: arnMatches, negated: false },
  ArnLike: { compare: arnMatches, negated: false },
  ArnNotEquals: { compare: arnMatches, negated: true },
  ArnNotLike: { compare: arnMatches, negated: true },
};

export const operatorNames: readonly string[] = Object.keys(operators);

/** A policy text with its variables replaced; undefined where one has no value and no default ("the statement does not match"). */
export function substitute(text: string, context: Context, variables: boolean): readonly Token[] | undefined {
  if (!variables) return tokensOf(text);
  const tokens: Token[] = [];
  let rest = text;
  while (rest !== "") {
    const found = /^\$\{([^}]*)\}/.exec(rest);
    if (!found) {
      const [char = ""] = Array.from(rest);
      tokens.push(...tokensOf(char));
      rest = rest.slice(char.length);
      continue;
    }
    rest = rest.slice(found[0].length);
    const inside = found[1] ?? "";
    if (inside === "*" || inside === "?" || inside === "$") {
      tokens.push({ kind: "char", char: inside });
      continue;
    }
    const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)')?\s*$/.exec(inside) ?? [];
    const values = context.get(key.toLowerCase()) ?? [];
    const value = values.length === 1 ? values[0] : values.length === 0 ? fallback : undefined;
    if (value === undefined) return undefined;
    tokens.push(...Array.from(value, (char): Token => ({ kind: "char", char })));
  }
  return tokens;
}

/** One key of one operator. Throws where the operator does not exist. */
export function holds(
  operator: string,
  key: string,
  policyValues: readonly string[],
  context: Context,
  variables: boolean,
): boolean {
  const values = context.get(key.toLowerCase()) ?? [];
  if (operator === "Null") {
    // "true: the key must be absent; false: it must be there and its value not null". Values are alternatives.
    return policyValues.some((wanted) => (wanted === "true") === (values.length === 0));
  }
  const set = /^(ForAllValues|ForAnyValue):/.exec(operator)?.[1];
  const rest = operator.replace(/^(ForAllValues|ForAnyValue):/, "");
  const ifExists = rest.endsWith("IfExists");
  const known = operators[ifExists ? rest.slice(0, -"IfExists".length) : rest];
  if (!known) throw new Error(`there is no operator ${operator}`);
  if (values.length === 0) {
    if (ifExists || set === "ForAllValues") return true;
    return set === "ForAnyValue" ? false : known.negated;
  }
  const single = (value: string): boolean => {
    const some = policyValues.some((text) => {
      const tokens = substitute(text, context, variables);
      return tokens !== undefined && known.compare(tokens, value);
    });
    return known.negated ? !some : some;
  };
  if (set === "ForAllValues") return values.every(single);
  if (set === "ForAnyValue") return values.some(single);
  const [only = ""] = values;
  return single(only);
}
