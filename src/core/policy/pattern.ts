import type { KeyLookup } from "./key-value.ts";

/** Any run of characters, and exactly one; every other token is one literal character. */
const any = Symbol("*");
const one = Symbol("?");
type Token = string | typeof any | typeof one;
export type Pattern = readonly Token[];

/** A pattern with its variables replaced. `never`: a variable has no value here, so nothing can match. `unknown`: nobody knows a variable; what `loosest` does not match matches for no value of it. */
export type Expanded =
  | { readonly kind: "pattern"; readonly pattern: Pattern }
  | { readonly kind: "never" }
  | { readonly kind: "unknown"; readonly missing: UnknownKey; readonly loosest: Pattern };

interface UnknownKey {
  readonly key: string;
  readonly why: string;
}

export interface Expansion {
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Looks up policy variables; undefined in documents whose language has none (every version but 2012-10-17). */
  readonly key?: KeyLookup | undefined;
}

/** Reads a pattern: wildcards, and `${key}`, `${key, 'default'}`, `${*}`, `${?}`, `${$}` where the language has variables (IAM User Guide, Policy
 *  variables). What a variable holds is literal text, never a wildcard; a key of several values cannot stand in for one. */
export function expandPattern(text: string, { wildcards, key }: Expansion): Expanded {
  const tokens: Token[] = [];
  const missing: UnknownKey[] = [];
  const parts = key ? text.split(/(\$\{[^}]*\})/) : [text];
  for (const part of parts) {
    const name = key && /^\$\{([^}]*)\}$/.exec(part)?.[1];
    if (name === undefined || !key) {
      tokens.push(...tokensOf(part, wildcards));
      continue;
    }
    const value = variableValue(name, key);
    if (value.kind === "never") return value;
    if (value.kind === "unknown") {
      missing.push(value.missing);
      tokens.push(any);
      continue;
    }
    tokens.push(...Array.from(value.text));
  }
  const [first] = missing;
  return first ? { kind: "unknown", missing: first, loosest: tokens } : { kind: "pattern", pattern: tokens };
}

export function literalPattern(text: string): Pattern {
  return tokensOf(text, true);
}

function tokensOf(text: string, wildcards: boolean): readonly Token[] {
  if (!wildcards) return Array.from(text);
  return Array.from(text, (character) => (character === "*" ? any : character === "?" ? one : character));
}

function variableValue(
  name: string,
  key: KeyLookup,
): { kind: "text"; text: string } | { kind: "never" } | { kind: "unknown"; missing: UnknownKey } {
  if (name === "*" || name === "?" || name === "$") return { kind: "text", text: name };
  const [, wanted = name, fallback] = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/.exec(name) ?? [];
  const value = key(wanted);
  if (value.kind === "unknown") return { kind: "unknown", missing: { key: wanted, why: value.why } };
  const [first, ...more] = value.kind === "known" ? value.values : [];
  if (first === undefined)
    return fallback === undefined ? { kind: "never" } : { kind: "text", text: fallback };
  return more.length > 0 ? { kind: "never" } : { kind: "text", text: first };
}

/** Whether the whole text matches. Linear but for stars, which step back only to the last one. */
export function matchesPattern(
  pattern: Pattern,
  text: string,
  { anyCase = false }: { anyCase?: boolean } = {},
): boolean {
  const characters = Array.from(text);
  const same = (token: Token, character: string) =>
    token === one ||
    (typeof token === "string" &&
      (token === character || (anyCase && token.toLowerCase() === character.toLowerCase())));
  let at = 0;
  let position = 0;
  let star = -1;
  let resume = 0;
  while (position < characters.length) {
    const token = pattern[at];
    const character = characters[position] ?? "";
    if (token === any) {
      star = at;
      resume = position;
      at += 1;
    } else if (token !== undefined && same(token, character)) {
      at += 1;
      position += 1;
    } else if (star >= 0) {
      at = star + 1;
      resume += 1;
      position = resume;
    } else {
      return false;
    }
  }
  while (pattern[at] === any) at += 1;
  return at === pattern.length;
}

/** Splits at literal colons into at most `parts` patterns. */
export function splitPattern(pattern: Pattern, parts: number): readonly Pattern[] {
  const result: Token[][] = [[]];
  for (const token of pattern) {
    if (token === ":" && result.length < parts) result.push([]);
    else result.at(-1)?.push(token);
  }
  return result;
}

export function matchesEverything(pattern: Pattern): boolean {
  return pattern.length > 0 && pattern.every((token) => token === any);
}

export function endsOpen(pattern: Pattern): boolean {
  return pattern.at(-1) === any;
}

/** The characters before the first wildcard. */
export function literalHead(pattern: Pattern): string {
  const first = pattern.findIndex((token) => typeof token !== "string");
  return (first < 0 ? pattern : pattern.slice(0, first)).map(String).join("");
}
