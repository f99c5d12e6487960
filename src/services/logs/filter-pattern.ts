import type { Json } from "../../core/json/json.ts";
import { isObject } from "../../core/json/json.ts";

/**
 * Whether a log line matches a filter pattern ("Filter pattern syntax for metric filters"): terms, `"phrases"`, `-excluded`, `?optional`, and JSON
 * selectors joined by && or ||. Undefined where the pattern uses something else (space-delimited fields, regular expressions, parentheses).
 * Terms are case-sensitive; a term of letters and digits stands as a whole word.
 */
export function matchesPattern(pattern: string, line: string): boolean | undefined {
  const trimmed = pattern.trim();
  if (trimmed === "") return true;
  if (trimmed.startsWith("{")) return matchesJson(trimmed.replace(/^\{|\}$/g, "").trim(), line);
  if (/^\[|%/.test(trimmed)) return undefined;
  const terms = [...trimmed.matchAll(/([-?]?)(?:"([^"]*)"|(\S+))/g)].map((match) => ({
    sign: match[1] ?? "",
    word: match[2] ?? match[3] ?? "",
  }));
  const holds = (word: string): boolean => line.includes(word);
  const optional = terms.filter(({ sign }) => sign === "?");
  return (
    terms.every(({ sign, word }) => (sign === "-" ? !holds(word) : sign === "?" || holds(word))) &&
    (optional.length === 0 || optional.some(({ word }) => holds(word)))
  );
}

function matchesJson(expression: string, line: string): boolean | undefined {
  if (/[()]/.test(expression)) return undefined;
  const value = parse(line);
  if (value === undefined) return false;
  const groups = expression
    .split("||")
    .map((group) => group.split("&&").map((one) => holdsSelector(one.trim(), value)));
  if (groups.flat().includes(undefined)) return undefined;
  return groups.some((group) => group.every((one) => one === true));
}

function holdsSelector(selector: string, value: Json): boolean | undefined {
  const match = /^\$\.([\w.-]+)\s*(=|!=|<=|>=|<|>)\s*(?:"([^"]*)"|([\w.*:/-]+))$/.exec(selector);
  if (!match) return undefined;
  const [, path = "", operator = "", quoted, bare = ""] = match;
  const found = path
    .split(".")
    .reduce<Json | undefined>((at, key) => (isObject(at) ? at[key] : undefined), value);
  if (found === undefined) return false;
  const wanted = quoted ?? bare;
  if (operator === "=" || operator === "!=") return like(String(found), wanted) === (operator === "=");
  const [left, right] = [Number(found), Number(wanted)];
  return { "<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right }[operator];
}

function like(value: string, wanted: string): boolean {
  return new RegExp(
    `^${wanted
      .split("*")
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(".*")}$`,
  ).test(value);
}

function parse(line: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isJsonObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
