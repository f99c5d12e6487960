import { spread } from "./evaluate.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Syntax } from "../syntax.ts";
import type { Arguments, Scope, Values } from "./value.ts";

/** The arguments of a call: positional ones, keywords, and what literal `*lists` and `**dictionaries` bring. */
export function readArguments(interpreter: Interpreter, node: Syntax | undefined, scope: Scope): Arguments {
  const positional: Values[] = [];
  const draft = {
    entries: new Map<string, { values: Values; line: number }>(),
    others: [] as Values,
    open: false,
  };
  // `f(x for x in y)`: the generator is the only argument.
  const children = node?.type === "generator_expression" ? [node] : (node?.children ?? []);
  for (const child of children) {
    switch (child.type) {
      case "keyword_argument": {
        const name = child.fields["name"];
        const values = interpreter.evaluate(child.fields["value"], scope);
        if (name !== undefined) draft.entries.set(interpreter.textOf(name), { values, line: child.line });
        break;
      }
      case "dictionary_splat":
        spread(interpreter, draft, interpreter.evaluate(child.children[0], scope));
        break;
      case "list_splat":
        draft.open =
          !splatted(interpreter, positional, interpreter.evaluate(child.children[0], scope)) || draft.open;
        break;
      default:
        positional.push(interpreter.evaluate(child, scope));
    }
  }
  return { positional, keywords: draft.entries, open: draft.open };
}

/** Adds the elements of a literal list; false when they are not determined. */
function splatted(interpreter: Interpreter, positional: Values[], values: Values): boolean {
  const [only] = values;
  if (values.length !== 1 || only?.kind !== "list") return false;
  const contents = interpreter.state.contents(only.id);
  if (contents.length === undefined) return false;
  positional.push(...[...contents.entries.values()].map((entry) => entry.values));
  return true;
}
