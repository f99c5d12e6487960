import { isArray, isObject } from "../../core/json/json.ts";
import type { Json } from "../../core/json/json.ts";
import { redactNamed, redactText } from "./secret-text.ts";

const largest = 1024 ** 2;
const deepest = 8;
const deepestNesting = 200;
const labels = ["Name", "name", "Key", "key", "ParameterKey", "ParameterName"];
const values = new Set(["Value", "value", "ParameterValue"]);

/**
 * Free text, or a JSON document in it: a document is read as one, so that a secret stands out by the name it has there, however it is quoted
 * or escaped. Where nothing is secret the text stays as it was, byte for byte; else a document comes back in JSON's plainest form.
 */
export function redactDocument(text: string, depth = 0): string {
  const parsed = depth < deepest ? parseDocument(text) : undefined;
  if (parsed === undefined) return redactText(text);
  const shown = walk(parsed, "", depth);
  return shown === parsed ? redactText(text) : redactText(JSON.stringify(shown));
}

function parseDocument(text: string): Json | undefined {
  if (text.length < 8 || text.length > largest || !/^\s*[[{]/.test(text)) return undefined;
  if (nestingOf(text) > deepestNesting) return undefined;
  try {
    // A door: JSON text that a user or a service wrote.
    const value = JSON.parse(text) as Json;
    return isArray(value) || isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** At least how deep the brackets nest; those in strings count too. */
function nestingOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > most) most = depth;
  }
  return most;
}

/** The same value where nothing in it is secret. */
function walk(value: Json, name: string, depth: number): Json {
  if (typeof value === "string") {
    const inner = redactDocument(value, depth + 1);
    return inner === value && name !== "" && !isReference(name) ? redactNamed(name, value) : inner;
  }
  if (isArray(value)) {
    const shown = value.map((item) => walk(item, name, depth));
    return shown.every((item, index) => item === value[index]) ? value : shown;
  }
  if (!isObject(value)) return value;
  const label = labels.map((key) => value[key]).find((text) => typeof text === "string");
  const entries = Object.entries(value).map(
    ([key, inner]) =>
      [key, walk(inner, nameOf(key, typeof label === "string" ? label : undefined, name), depth)] as const,
  );
  return entries.every(([key, inner]) => inner === value[key]) ? value : Object.fromEntries(entries);
}

/** What a value is called: by its own label; a template's `Default` and `Value` by the parameter or output around them; else by its key. */
function nameOf(key: string, label: string | undefined, around: string): string {
  if (label !== undefined && values.has(key)) return label;
  return around !== "" && /^(?:default|value|defaultvalue|string_?value)$/i.test(key) ? around : key;
}

/** Step Functions writes `"Token.$": "$.x"`, CloudFormation `"Ref"`; policies have condition keys with a colon, whose values are no secrets. */
function isReference(name: string): boolean {
  return name.endsWith(".$") || name.includes(":") || name === "Ref" || name.startsWith("Fn");
}
