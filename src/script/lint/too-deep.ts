import type { Diagnostic } from "../../core/script.ts";
import type { ParsedPython, Syntax } from "../syntax.ts";

/** CPython itself stops at 200 brackets; ruff's time doubles with each comprehension inside another. */
const deepestTree = 250;
const deepestComprehension = 12;

/** Whether a text is nested deeper than anything that is written to be read: then no other check is made of it. */
export function isTooDeep(parsed: ParsedPython | undefined): boolean {
  if (parsed === undefined) return true;
  const open: { readonly node: Syntax; readonly depth: number; readonly comprehensions: number }[] = [
    { node: parsed.root, depth: 0, comprehensions: 0 },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.depth > deepestTree || at.comprehensions > deepestComprehension) return true;
    for (const node of at.node.children) {
      const inner = /comprehension$|^generator_expression$|^interpolation$/.test(node.type) ? 1 : 0;
      open.push({ node, depth: at.depth + 1, comprehensions: at.comprehensions + inner });
    }
  }
  return false;
}

/** Said of a text that is not checked further. */
export function tooComplex(why: string): Diagnostic {
  return { rule: "too-complex", kind: "syntax", severity: "error", line: 1, message: why, fixed: false };
}
