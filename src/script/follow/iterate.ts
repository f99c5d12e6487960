import type { Interpreter } from "./interpreter.ts";
import { elementsOf, isData } from "./response-data.ts";
import { resourceTarget } from "./resource-model.ts";
import { union, unknown } from "./value.ts";
import type { Value, Values } from "./value.ts";

const mostRounds = 24;

/** What a loop variable holds, round by round: literals one after the other, anything else twice the same. */
export function iterate(interpreter: Interpreter, values: Values): readonly Values[] {
  const [only] = values;
  if (values.length === 1 && only?.kind === "list") {
    const contents = interpreter.state.contents(only.id);
    const elements = [...contents.entries.values()].map((entry) => entry.values);
    const known =
      contents.open || contents.others.length > 0 ? [...elements, elementOf(interpreter, only)] : elements;
    if (known.length > 0 && known.length <= mostRounds) return known;
  }
  const filled = values.filter((value) => !interpreter.isEmpty(value));
  const element = union(
    ...(filled.length > 0 ? filled : values).map((value) => elementOf(interpreter, value)),
  );
  return [element, element];
}

function elementOf(interpreter: Interpreter, value: Value): Values {
  if (value.kind === "list") {
    const contents = interpreter.state.contents(value.id);
    const all = union(contents.others, ...[...contents.entries.values()].map((entry) => entry.values));
    const surely = all.length > 0 && (!contents.open || all.every(isData));
    return surely ? all : union(all, unknown);
  }
  if (value.kind === "dict") {
    const contents = interpreter.state.contents(value.id);
    const keys: Values = [...contents.entries.keys()].map((key) => ({ kind: "text", text: key }));
    return contents.open ? union(keys, [{ kind: "text" }]) : keys;
  }
  if (value.kind === "text") {
    return [{ kind: "text" }];
  }
  if (value.kind === "data" || value.kind === "pages") {
    return elementsOf(interpreter.models, value);
  }
  if (value.kind === "collection") {
    return resourceTarget(interpreter.models, value);
  }
  return unknown;
}
