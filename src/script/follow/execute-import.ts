import { bindName } from "./assign.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Syntax } from "../syntax.ts";
import type { Scope } from "./value.ts";

/** Binds the names that an import gives. */
export function executeImport(interpreter: Interpreter, node: Syntax, scope: Scope): void {
  const from = node.fields["module_name"];
  const prefix = from === undefined ? "" : `${interpreter.textOf(from)}.`;
  for (const child of node.children) {
    if (child === from) continue;
    const aliased = child.type === "aliased_import";
    const path = interpreter.textOf(aliased ? (child.fields["name"] ?? child) : child).replaceAll(/\s/g, "");
    const alias = child.fields["alias"];
    if (alias !== undefined)
      bindName(interpreter, interpreter.textOf(alias), [{ kind: "module", name: prefix + path }], scope);
    else if (prefix !== "") bindName(interpreter, path, [{ kind: "module", name: prefix + path }], scope);
    else {
      const top = path.split(".")[0] ?? path;
      bindName(interpreter, top, [{ kind: "module", name: top }], scope);
    }
  }
}
