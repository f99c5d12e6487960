import type { Diagnostic } from "../../core/script.ts";
import type { ParsedPython, Syntax } from "../syntax.ts";

/** Names that lead round every other check: to the interpreter's own tables and to code made at run time. */
const reflective: ReadonlySet<string> = new Set([
  "__builtins__",
  "__subclasses__",
  "__globals__",
  "__code__",
  "__closure__",
  "__bases__",
  "__mro__",
  "__import__",
  "__loader__",
  "__spec__",
  "__reduce__",
  "__reduce_ex__",
  "f_globals",
  "f_locals",
  "f_back",
  "gi_frame",
  "tb_frame",
  "_getframe",
]);

const codeMaking: ReadonlySet<string> = new Set(["eval", "exec", "compile", "__import__"]);

/** Finds reflection that linters do not see: `().__class__.__subclasses__()`, `e = eval`, `getattr(__builtins__, …)`. */
export function checkReflection({ root, code }: ParsedPython): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const open: { node: Syntax; parent: string }[] = [{ node: root, parent: "" }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { node, parent } = at;
    if (node.type === "identifier") {
      const name = code.slice(node.start, node.end);
      const isName = parent !== "attribute" && parent !== "keyword_argument";
      if (reflective.has(name) || (isName && codeMaking.has(name)))
        found.set(`${node.line} ${name}`, reflection(node.line, name));
    }
    for (const child of node.children) {
      const hidden =
        (node.type === "attribute" && child === node.fields["attribute"]) ||
        (node.type === "keyword_argument" && child === node.fields["name"]);
      open.push({ node: child, parent: hidden ? node.type : "" });
    }
  }
  return [...found.values()];
}

function reflection(line: number, name: string): Diagnostic {
  const message = `${name} makes or reaches code that cannot be checked before it runs.`;
  return {
    rule: "reflection",
    kind: "security",
    severity: "error",
    line,
    message,
    fixed: false,
    references: ["CWE-94"],
  };
}
