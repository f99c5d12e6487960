import type { Interpreter } from "./interpreter.ts";
import type { Syntax } from "../syntax.ts";
import { openArguments } from "./value.ts";
import type { Arguments, Value } from "./value.ts";

/** Functions and methods given to code that is not followed may be called there, nobody knows with what. */
export function handOver(interpreter: Interpreter, given: Arguments, node: Syntax): void {
  const all = [...given.positional, ...[...given.keywords.values()].map((keyword) => keyword.values)].flat();
  for (const value of all) {
    if (isCallable(value)) interpreter.call([value], openArguments, node);
    if (value.kind === "client") {
      interpreter.unresolved(
        node.line,
        `a client of ${value.service ?? "an unknown service"} is handed to code that is not followed`,
      );
    }
  }
}

export function isCallable(value: Value): boolean {
  if (value.kind === "bound")
    return (
      value.receiver.kind === "client" ||
      value.receiver.kind === "resource" ||
      value.receiver.kind === "paginator"
    );
  return value.kind === "function" || value.kind === "partial";
}
