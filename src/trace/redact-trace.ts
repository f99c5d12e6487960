import { setImmediate } from "node:timers/promises";
import { isArray, isObject } from "../core/json/json.ts";
import type { Json } from "../core/json/json.ts";
import { removedFrom } from "./removed-from.ts";
import type { Span } from "./trace.ts";

/** A text as it may leave the machine; `name` is that of the member it stands under. */
export type Redact = (text: string, name?: string) => string;

export interface RedactTrace {
  readonly redact: Redact;
  /** What `redact` puts in the place of a secret. */
  readonly mark: string;
  /** Puts other names in every text before it is redacted; default: none. */
  readonly rename?: (text: string) => string;
}

/** Longer texts are cut, after what is secret in them was taken out. */
const longest = 32_000;
/** Of still longer ones only the beginning is read: so much of it, that no half of a secret stays before the cut. */
const read = 64_000;
/** So many items of a list, and members of an object, are told. */
const most = 60;

/**
 * Everything that spans tell, redacted: values, names of members, their names, their errors. What was found to be a secret in one place, by
 * the words around it, goes everywhere: an answer may quote what the question gave away.
 */
export async function redactTrace(
  spans: readonly Span[],
  { redact, mark, rename = (text) => text }: RedactTrace,
): Promise<readonly Span[]> {
  const secrets = new Set<string>();
  const learning: Redact = (text, name) => {
    const renamed = rename(text.slice(0, read));
    const shown = redact(renamed, name);
    for (const secret of removedFrom(renamed, shown, mark)) secrets.add(secret);
    return shown.length > longest ? `${shown.slice(0, longest)}… (${text.length} characters)` : shown;
  };
  const once: Span[] = [];
  for (const span of spans) {
    once.push(changedSpan(shortenedSpan(span), learning));
    // What else this process has to do goes before it.
    await setImmediate();
  }
  // Longer ones first: one may be part of another.
  const found = [...secrets].toSorted((a, b) => b.length - a.length);
  if (found.length === 0) return once;
  return once.map((span) =>
    changedSpan(span, (text) => found.reduce((shown, secret) => shown.replaceAll(secret, mark), text)),
  );
}

function shortenedSpan(span: Span): Span {
  const { input, output } = span;
  return {
    ...span,
    ...(input && { input: shortenedMembers(input) }),
    ...(output && { output: shortenedMembers(output) }),
  };
}

function changedSpan(span: Span, change: Redact): Span {
  const { error, input, output, about } = span;
  const text = (value: string) => change(value);
  return {
    ...span,
    about:
      about.kind === "model"
        ? {
            ...about,
            exchange: {
              ...about.exchange,
              role: text(about.exchange.role),
              model: text(about.exchange.model),
            },
          }
        : about,
    name: text(span.name),
    ...(error && { error: { type: text(error.type), message: text(error.message) } }),
    facts: changedMembers(span.facts, change),
    ...(input && { input: changedMembers(input, change) }),
    ...(output && { output: changedMembers(output, change) }),
  };
}

function changedJson(value: Json, change: Redact, name: string): Json {
  if (typeof value === "string") return change(value, name);
  if (isArray(value)) return value.map((one) => changedJson(one, change, name));
  return isObject(value) ? changedMembers(value, change) : value;
}

function changedMembers(value: Readonly<Record<string, Json>>, change: Redact): Record<string, Json> {
  const label = labels.map((one) => value[one]).find((one) => typeof one === "string");
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      change(name),
      // A tag or a variable: what its value means stands beside it.
      changedJson(one, change, label !== undefined && /value$/i.test(name) ? label : name),
    ]),
  );
}

/** The beginning of long lists and of large objects, and how much more there is. */
function shortened(value: Json): Json {
  if (isArray(value)) {
    const told = value.slice(0, most).map(shortened);
    return value.length > most ? [...told, `… ${value.length - most} more`] : told;
  }
  return isObject(value) ? shortenedMembers(value) : value;
}

function shortenedMembers(value: Readonly<Record<string, Json>>): Record<string, Json> {
  const members = Object.entries(value);
  const told = members.slice(0, most).map(([name, one]): readonly [string, Json] => [name, shortened(one)]);
  return Object.fromEntries(members.length > most ? [...told, ["…", `${members.length - most} more`]] : told);
}

/** `{"Key": "DbPassword", "Value": "…"}` and its like. */
const labels = ["Key", "key", "Name", "name", "ParameterName", "ParameterKey"];
