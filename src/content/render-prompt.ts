import { Liquid, LiquidError } from "liquidjs";
import { AppError } from "../core/errors.ts";
import { isArray, isObject, type Json, type JsonObject } from "../core/json/json.ts";
import type { Prompt, PromptVariable, RenderedPrompt } from "./prompt.ts";

/** Strict, bounded, and without access to anything but the variables given: no other file can be drawn in. */
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 200_000,
  renderLimit: 2_000,
  memoryLimit: 5_000_000,
});
for (const tag of ["include", "render", "layout", "block"] as const) Reflect.deleteProperty(engine.tags, tag);

type Rendering = Pick<Prompt, "id" | "version" | "variables" | "system" | "user" | "examples" | "adjust"> & {
  readonly file?: string;
};

/** A prompt with its variables put in, for one model. Throws AppError("usage") that names a variable which is unknown, missing or out of its bounds. */
export function renderPrompt(prompt: Rendering, given: JsonObject, model: string): RenderedPrompt {
  const variables = checkVariables(prompt, given);
  const adjusted = prompt.adjust
    .filter(({ models }) => models.some((pattern) => matches(pattern, model)))
    .map(({ append }) => append.trim());
  const examples = prompt.examples.map(
    ({ given: example, answer }, index) =>
      `<example ${index + 1}>\n${example.trim()}\n\nAnswer:\n${answer.trim()}\n</example ${index + 1}>`,
  );
  return {
    id: prompt.id,
    version: prompt.version,
    system: [filled(prompt, "system", variables), ...examples, ...adjusted].join("\n\n"),
    user: filled(prompt, "user", variables),
  };
}

/** The variables with their defaults, once every one of them holds to its declaration. */
export function checkVariables(prompt: Rendering, given: JsonObject): JsonObject {
  const fail = (message: string): never => {
    throw new AppError(
      "usage",
      `The prompt ${prompt.id}${prompt.file === undefined ? "" : ` (${prompt.file})`}: ${message}`,
      {
        next: `nephoscope prompts show ${prompt.id}   lists its variables.`,
      },
    );
  };
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(prompt.variables, name));
  if (unknown !== undefined) fail(`there is no variable "${unknown}"`);
  return Object.fromEntries(
    Object.entries(prompt.variables).map(([name, declared]) => {
      const value = given[name] ?? declared.default;
      if (value === undefined || value === null)
        return [
          name,
          declared.required ? fail(`the variable "${name}" is missing: ${declared.description}`) : "",
        ];
      const fault = faultOf(value, declared);
      return [name, fault === undefined ? value : fail(`the variable "${name}" ${fault}`)];
    }),
  );
}

function faultOf(value: Json, declared: PromptVariable): string | undefined {
  if (!hasType(value, declared.type))
    return `has to be ${/^[aeiou]/.test(declared.type) ? "an" : "a"} ${declared.type}`;
  if (typeof value === "number") {
    if (declared.min !== undefined && value < declared.min) return `has to be at least ${declared.min}`;
    if (declared.max !== undefined && value > declared.max) return `may be at most ${declared.max}`;
  }
  const length = typeof value === "string" || isArray(value) ? value.length : undefined;
  if (length !== undefined) {
    if (declared.minLength !== undefined && length < declared.minLength)
      return `is shorter than ${declared.minLength}`;
    if (declared.maxLength !== undefined && length > declared.maxLength)
      return `is longer than ${declared.maxLength}`;
  }
  const texts = (isArray(value) ? value : [value]).filter((one) => typeof one === "string");
  if (declared.enum && !texts.every((text) => declared.enum?.includes(text)))
    return `has to be one of ${declared.enum.join(", ")}`;
  const { pattern } = declared;
  if (pattern === undefined) return undefined;
  // The same reading of a pattern as for the variables of probes.
  const expression = new RegExp(pattern, "s");
  return texts.every((text) => expression.test(text)) ? undefined : `does not match ${pattern}`;
}

/** What is wrong with a declaration itself: a pattern that is none, bounds that nothing fits, a default that does not hold to them. */
export function declarationFault(declared: PromptVariable): string | undefined {
  const { pattern, min, max, minLength, maxLength } = declared;
  if (pattern !== undefined && !isExpression(pattern))
    return `the pattern ${pattern} is no regular expression`;
  if (min !== undefined && max !== undefined && min > max) return "min is above max";
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength)
    return "minLength is above maxLength";
  const fault = declared.default === undefined ? undefined : faultOf(declared.default, declared);
  return fault === undefined ? undefined : `the default ${fault}`;
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, "s") instanceof RegExp;
  } catch {
    return false;
  }
}

function hasType(value: Json, type: PromptVariable["type"]): boolean {
  switch (type) {
    case "string":
    case "boolean":
      return typeof value === type;
    case "number":
      return typeof value === "number";
    case "integer":
      return Number.isInteger(value);
    case "list":
      return isArray(value);
    case "object":
      return isObject(value);
  }
}

function filled(prompt: Rendering, part: "system" | "user", variables: JsonObject): string {
  try {
    const text: unknown = engine.parseAndRenderSync(prompt[part], variables);
    return String(text).trim();
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new AppError("configuration", `The prompt ${prompt.id}, ${part}: ${message}`, {
      next: `nephoscope prompts check   names the line.`,
      cause: error,
    });
  }
}

/** What is wrong with a template, with its line (1-based) in the template. */
export function templateFault(
  template: string,
): { readonly line: number; readonly message: string } | undefined {
  try {
    engine.parse(template);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    const line = error instanceof LiquidError ? Number(/line:(\d+)/.exec(message)?.[1] ?? 1) : 1;
    return { line, message: message.replace(/, line:\d+, col:\d+/, "") };
  }
}

/** The variables that a template needs from outside, with the line (1-based) of their first use. */
export function variablesOf(template: string): readonly { readonly name: string; readonly line: number }[] {
  const names: readonly string[] = engine.globalVariablesSync(template);
  const lines = template.split("\n");
  return [...new Set(names)].map((name) => {
    const at = lines.findIndex((line) => new RegExp(`\\{[{%][^}]*\\b${name}\\b`).test(line));
    return { name, line: Math.max(0, at) + 1 };
  });
}

function matches(pattern: string, model: string): boolean {
  const parts = pattern.split("*").map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`).test(model);
}
