import { AppError } from "../../core/errors.ts";
import type { Probe, ProbeRequest, ProbeVariable } from "../../core/probe.ts";

type Value = ProbeRequest["variables"][string];

/**
 * The probe's code with its variables replaced by literals. Every value is checked against the header (type, pattern) first: nothing that came
 * from a question or from the cloud reaches the code but as a quoted literal. Throws AppError where a value does not fit.
 */
export function renderProbe(probe: Probe, variables: ProbeRequest["variables"]): string {
  const unknown = Object.keys(variables).filter((name) => !Object.hasOwn(probe.variables, name));
  if (unknown.length > 0) throw new AppError("bug", `${probe.id} has no variable ${unknown.join(", ")}`);
  const lines = Object.entries(probe.variables).map(([name, variable]) => {
    const value = variables[name] ?? variable.default;
    if (value === undefined) throw new AppError("bug", `${probe.id} needs ${name}: ${variable.description}`);
    const misfit = misfitOf(value, variable);
    if (misfit !== undefined) throw new AppError("bug", `${probe.id}: ${name} ${misfit}`);
    return `${name} = ${pythonLiteral(value)}\n`;
  });
  // A function, because the values may hold `$&`, which a replacement string would expand.
  return lines.length === 0
    ? probe.code
    : probe.code.replace(
        /^(# variables\n)[\s\S]*?^(# end of variables)$/m,
        (_all, begin: string, end: string) => begin + lines.join("") + end,
      );
}

/** Why a value does not fit its variable, undefined where it does. */
export function misfitOf(value: Value, { type, pattern }: ProbeVariable): string | undefined {
  const is = Array.isArray(value) ? "list" : typeof value === "number" ? "integer" : typeof value;
  if (is !== type) return `is ${is}, not ${type}`;
  if (typeof value === "number" && !Number.isSafeInteger(value)) return "is not an integer";
  if (pattern === undefined) return undefined;
  const expression = new RegExp(pattern, "s");
  const strings = Array.isArray(value) ? value : typeof value === "string" ? [value] : [];
  const bad = strings.find((text) => !expression.test(text));
  return bad === undefined ? undefined : `is ${JSON.stringify(bad)}, which does not match ${pattern}`;
}

/** A Python literal. JSON's string escapes are Python's as well, once everything outside ASCII is escaped. */
export function pythonLiteral(value: Value): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  return JSON.stringify(value).replaceAll(/[\u007f-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    // Beyond the first plane Python knows one character where UTF-16 has a pair.
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
