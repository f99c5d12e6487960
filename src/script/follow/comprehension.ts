import { assign } from "./assign.ts";
import type { Interpreter } from "./interpreter.ts";
import { iterate } from "./iterate.ts";
import type { Syntax } from "../syntax.ts";
import { stringsOf, union } from "./value.ts";
import type { Scope, Values } from "./value.ts";

/** A list, a set, a dictionary or a generator made in one expression. */
export function comprehension(interpreter: Interpreter, node: Syntax, scope: Scope): Values {
  const inner = interpreter.scope(scope);
  const body = node.fields["body"];
  const results = rounds(
    interpreter,
    node.children.filter((child) => child !== body),
    inner,
    () => bodyOf(interpreter, body, inner),
  );
  if (node.type !== "dictionary_comprehension") {
    return interpreter.made("list", {
      entries: new Map(),
      others: union(...results.map(({ values }) => values)),
      open: true,
    });
  }
  const entries = new Map<string, { values: Values; line: number }>();
  for (const { key, values } of results) {
    for (const name of key ?? [])
      entries.set(name, { values: union(entries.get(name)?.values ?? [], values), line: node.line });
  }
  const others = union(...results.filter(({ key }) => key === undefined).map(({ values }) => values));
  return interpreter.made("dict", { entries, others, open: results.some(({ key }) => key === undefined) });
}

interface Round {
  readonly key?: readonly string[];
  readonly values: Values;
}

function bodyOf(interpreter: Interpreter, body: Syntax | undefined, scope: Scope): Round {
  if (body?.type !== "pair") return { values: interpreter.evaluate(body, scope) };
  const keys = stringsOf(interpreter.evaluate(body.fields["key"], scope));
  const values = interpreter.evaluate(body.fields["value"], scope);
  return { values, ...(keys.whole && { key: keys.strings }) };
}

function rounds(
  interpreter: Interpreter,
  clauses: readonly Syntax[],
  scope: Scope,
  body: () => Round,
): readonly Round[] {
  const [clause, ...rest] = clauses;
  if (clause === undefined) return [body()];
  if (clause.type !== "for_in_clause") {
    for (const child of clause.children) interpreter.evaluate(child, scope);
    return rounds(interpreter, rest, scope, body);
  }
  const over = interpreter.evaluate(clause.fields["right"], scope);
  const elements = iterate(interpreter, over);
  const open = elements.length === 2 && elements[0] === elements[1] ? 1 : 0;
  interpreter.loops += open;
  const results = elements.flatMap((element) => {
    if (interpreter.exhausted) return [];
    assign(interpreter, clause.fields["left"], element, scope);
    return rounds(interpreter, rest, scope, body);
  });
  interpreter.loops -= open;
  return results;
}
