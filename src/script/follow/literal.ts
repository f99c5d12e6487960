import type { Interpreter } from "./interpreter.ts";
import type { Alternatives, Literal, Params } from "./use.ts";
import type { Arguments, Value, Values } from "./value.ts";

const deepest = 8;

/** Parameters of a call as they stand now: what lists and dictionaries hold later does not count. */
export function paramsOf(interpreter: Interpreter, given: Arguments): Params {
  const entries = new Map(
    [...given.keywords].map(
      ([name, { values, line }]) =>
        [name, { alternatives: alternativesOf(interpreter, values, 0), line }] as const,
    ),
  );
  return { entries, open: given.open };
}

export function alternativesOf(interpreter: Interpreter, values: Values, depth: number): Alternatives {
  return values.length === 0
    ? [{ kind: "unknown" }]
    : values.map((value) => literalOf(interpreter, value, depth));
}

function literalOf(interpreter: Interpreter, value: Value, depth: number): Literal {
  if (
    value.kind === "none" ||
    value.kind === "bytes" ||
    value.kind === "text" ||
    value.kind === "number" ||
    value.kind === "boolean"
  ) {
    return value;
  }
  if (value.kind === "list") {
    if (depth >= deepest) return { kind: "unknown" };
    const contents = interpreter.state.contents(value.id);
    const held = [...contents.entries.values()].map((entry) =>
      alternativesOf(interpreter, entry.values, depth + 1),
    );
    const others = contents.others.map((other) => [literalOf(interpreter, other, depth + 1)]);
    return { kind: "list", items: [...held, ...others], open: contents.open || contents.others.length > 0 };
  }
  if (value.kind === "dict") {
    if (depth >= deepest) return { kind: "unknown" };
    const contents = interpreter.state.contents(value.id);
    const entries = [...contents.entries].map(([key, { values, line }]) => {
      return [key, { alternatives: alternativesOf(interpreter, values, depth + 1), line }] as const;
    });
    return { kind: "dict", entries: new Map(entries), open: contents.open };
  }
  return { kind: "unknown" };
}
