import type { Interpreter } from "./interpreter.ts";
import { noteRead } from "./read-data.ts";
import type { Syntax } from "../syntax.ts";
import { stringsOf } from "./value.ts";
import type { Scope, Values } from "./value.ts";

/** `service == "ec2"` and `service in ("ec2", "rds")` are decided where both sides are literals. */
export function comparison(interpreter: Interpreter, node: Syntax, scope: Scope): Values {
  const [left, right, ...more] = node.children.map((child) => interpreter.evaluate(child, scope));
  const operator = node.fields["operators"] === undefined ? "" : interpreter.textOf(node.fields["operators"]);
  const [a] = left ?? [];
  if (
    a?.kind === "text" &&
    a.text !== undefined &&
    left?.length === 1 &&
    right !== undefined &&
    /^(not )?in$/.test(operator)
  )
    noteRead(interpreter, right, { name: a.text, how: "in", node, line: node.line });
  const [b] = right ?? [];
  if (
    more.length > 0 ||
    left?.length !== 1 ||
    right?.length !== 1 ||
    a?.kind !== "text" ||
    a.text === undefined
  )
    return [{ kind: "boolean" }];
  if (b?.kind === "text" && b.text !== undefined && (operator === "==" || operator === "!=")) {
    return [{ kind: "boolean", boolean: (a.text === b.text) === (operator === "==") }];
  }
  if (b?.kind !== "list" || !["in", "not in"].includes(operator)) return [{ kind: "boolean" }];
  const contents = interpreter.state.contents(b.id);
  const elements = [...contents.entries.values()].map((entry) => stringsOf(entry.values));
  if (
    contents.open ||
    contents.others.length > 0 ||
    !elements.every(({ whole, strings }) => whole && strings.length === 1)
  )
    return [{ kind: "boolean" }];
  return [
    {
      kind: "boolean",
      boolean: elements.some(({ strings }) => strings[0] === a.text) === (operator === "in"),
    },
  ];
}
