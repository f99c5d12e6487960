import { inRange } from "./address-range.ts";
import { endsOpen, matchesEverything, matchesPattern, splitPattern } from "./pattern.ts";
import type { Pattern } from "./pattern.ts";

/** How one value of a request compares with one value of a policy (IAM User Guide, Condition operators). */
export interface Operator {
  /** The negated twin of another one: it holds when none equals, and when the key is absent. */
  readonly negative: boolean;
  /** Whether `*` and `?` in the policy's value are wildcards. */
  readonly wildcards: boolean;
  compare(requested: string, pattern: Pattern): boolean;
}

/** The operator of that name, without set prefix and `IfExists`; undefined for one that does not exist. */
export function operatorOf(name: string): Operator | undefined {
  return operators.get(name.toLowerCase());
}

const exact = (anyCase: boolean) => (requested: string, pattern: Pattern) =>
  matchesPattern(pattern, requested, { anyCase });
const asText = (pattern: Pattern) => pattern.map(String).join("");
const numeric =
  (holds: (requested: number, wanted: number) => boolean) => (requested: string, pattern: Pattern) => {
    const [left, right] = [readNumber(requested), readNumber(asText(pattern))];
    return left !== undefined && right !== undefined && holds(left, right);
  };
const dated =
  (holds: (requested: number, wanted: number) => boolean) => (requested: string, pattern: Pattern) => {
    const [left, right] = [readInstant(requested), readInstant(asText(pattern))];
    return left !== undefined && right !== undefined && holds(left, right);
  };
const ordered = [
  ["equals", (a: number, b: number) => a === b],
  ["lessthan", (a: number, b: number) => a < b],
  ["lessthanequals", (a: number, b: number) => a <= b],
  ["greaterthan", (a: number, b: number) => a > b],
  ["greaterthanequals", (a: number, b: number) => a >= b],
] as const;

const operators: ReadonlyMap<string, Operator> = new Map([
  ...pair("stringequals", "stringnotequals", false, exact(false)),
  ...pair("stringequalsignorecase", "stringnotequalsignorecase", false, exact(true)),
  ...pair("stringlike", "stringnotlike", true, exact(false)),
  ...pair("arnlike", "arnnotlike", true, matchesArn),
  ...pair("arnequals", "arnnotequals", true, matchesArn),
  ...pair(
    "ipaddress",
    "notipaddress",
    false,
    (requested, pattern) => inRange(requested, asText(pattern)) ?? false,
  ),
  ...pair(
    "numericequals",
    "numericnotequals",
    false,
    numeric((a, b) => a === b),
  ),
  ...pair(
    "dateequals",
    "datenotequals",
    false,
    dated((a, b) => a === b),
  ),
  ...ordered.slice(1).flatMap(([name, holds]): [string, Operator][] => [
    [`numeric${name}`, { negative: false, wildcards: false, compare: numeric(holds) }],
    [`date${name}`, { negative: false, wildcards: false, compare: dated(holds) }],
  ]),
  ["bool", { negative: false, wildcards: false, compare: exact(true) }],
  ["binaryequals", { negative: false, wildcards: false, compare: exact(false) }],
]);

function pair(
  positive: string,
  negative: string,
  wildcards: boolean,
  compare: Operator["compare"],
): [string, Operator][] {
  return [
    [positive, { negative: false, wildcards, compare }],
    [negative, { negative: true, wildcards, compare }],
  ];
}

/** The six parts of an ARN are compared one by one, so a star does not reach over a colon, but in the last part. A shorter pattern ending in a star covers what follows. */
function matchesArn(requested: string, pattern: Pattern): boolean {
  if (matchesEverything(pattern)) return true;
  const parts = requested.split(":");
  if (parts[0] !== "arn" || parts.length < 6) return false;
  const wanted = splitPattern(pattern, 6);
  if (wanted.length < 6) return endsOpen(pattern) && matchesPattern(pattern, requested);
  const given = [...parts.slice(0, 5), parts.slice(5).join(":")];
  return wanted.every((part, index) => matchesPattern(part, given[index] ?? ""));
}

function readNumber(text: string): number | undefined {
  return /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

/** ISO 8601 in UTC where no zone is given, or seconds since 1970. */
function readInstant(text: string): number | undefined {
  if (/^\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2}(T\d{2}(:?\d{2}(:?\d{2}(\.\d+)?)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/.test(text))
    return undefined;
  const zoned = /T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? undefined : instant;
}
