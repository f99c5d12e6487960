import type { Interpreter } from "./interpreter.ts";
import type { Syntax } from "../syntax.ts";
import { stringsOf, text, union } from "./value.ts";
import type { Scope, Values } from "./value.ts";

const mostVariants = 16;

/** A string literal, an f-string or several written one after the other. */
export function stringValue(interpreter: Interpreter, node: Syntax, scope: Scope): Values {
  if (node.type === "string") return literal(interpreter, node, scope);
  return node.children.map((child) => literal(interpreter, child, scope)).reduce(concatenate, text(""));
}

function literal(interpreter: Interpreter, node: Syntax, scope: Scope): Values {
  const opening = node.children[0];
  const prefix = (opening === undefined ? "" : interpreter.textOf(opening)).toLowerCase();
  if (/^[a-z]*b/.test(prefix)) return [{ kind: "bytes" }];
  const raw = /^[a-z]*r/.test(prefix);
  const parts = node.children
    .filter((child) => child.type === "string_content" || child.type === "interpolation")
    .map((child) =>
      child.type === "interpolation"
        ? interpolated(interpreter, child, scope)
        : content(interpreter, child, raw),
    );
  return parts.reduce(concatenate, text(""));
}

function content(interpreter: Interpreter, node: Syntax, raw: boolean): Values {
  const written = interpreter.textOf(node);
  if (raw || !written.includes("\\")) return text(written);
  // Other escapes do not occur in names, ARNs and enum values.
  const plain = written
    .replaceAll(/\\(["'\\])/g, "$1")
    .replaceAll("\\n", "\n")
    .replaceAll("\\t", "\t");
  return plain.includes("\\") ? text() : text(plain);
}

function interpolated(interpreter: Interpreter, node: Syntax, scope: Scope): Values {
  const expression = node.fields["expression"] ?? node.children[0];
  const values = interpreter.evaluate(expression, scope);
  if (node.children.some((child) => child.type === "format_specifier" || child.type === "type_conversion"))
    return text();
  return union(
    ...values.map((value) => {
      if (value.kind === "text") return [value];
      return value.kind === "number" && value.number !== undefined ? text(String(value.number)) : text();
    }),
  );
}

function concatenate(left: Values, right: Values): Values {
  const a = stringsOf(left);
  const b = stringsOf(right);
  if (!a.whole || !b.whole || a.strings.length * b.strings.length > mostVariants) return text();
  return a.strings.flatMap((x) => b.strings.flatMap((y) => text(x + y)));
}
