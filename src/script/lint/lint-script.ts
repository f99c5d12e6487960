import type { Diagnostic } from "../../core/script.ts";
import { judge } from "./lint-rules.ts";
import type { RuffFinding } from "./lint-rules.ts";
import type { Linter } from "./lint.ts";
import { tooComplex } from "./too-deep.ts";
import { addMissingImports } from "./missing-imports.ts";

export interface LintedScript {
  readonly parses: boolean;
  /** After the safe fixes, with missing imports added, in the formatter's layout. */
  readonly fixed: string;
  /** Lines of the text as it was given; `fixed` is set where the fault is gone from the fixed text. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Lints and fixes: what ruff finds, what it still finds after its safe fixes, and the imports that were forgotten. */
export async function lintScript(linter: Linter, code: string): Promise<LintedScript> {
  const first = await linter.lint(code);
  if (first === undefined) return unfinished(code);
  const parses = !first.findings.some((finding) => finding.code === "invalid-syntax");
  if (!parses)
    return { parses, fixed: code, diagnostics: first.findings.map((finding) => judge(finding, false)) };
  const { code: completed, added } = addMissingImports(code, first.findings);
  const last = added.length === 0 ? first : await linter.lint(completed);
  if (last === undefined) return unfinished(code);
  const left = counted(last.left);
  const diagnostics = first.findings.map((finding) => {
    const key = keyOf(finding);
    const still = left.get(key) ?? 0;
    left.set(key, still - 1);
    return judge(finding, still <= 0);
  });
  return { parses, fixed: last.fixed, diagnostics };
}

function unfinished(code: string): LintedScript {
  const why = "The script takes too long to be checked. Write it in simpler steps.";
  return { parses: false, fixed: code, diagnostics: [tooComplex(why)] };
}

const keyOf = ({ code, message }: RuffFinding): string => `${code} ${message}`;

function counted(findings: readonly RuffFinding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}
