import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import type { RuffFinding } from "./lint-rules.ts";
import { ruffSettings, safeFixes } from "./ruff-settings.ts";

/** Ruff's view of one version of a script. */
export interface Linted {
  readonly findings: readonly RuffFinding[];
  /** After the safe fixes; the same text when there is nothing to fix or it does not parse. */
  readonly fixed: string;
  /** What ruff still finds there. */
  readonly left: readonly RuffFinding[];
}

interface Edit {
  readonly content: string | null;
  readonly location: Place;
  readonly end_location: Place;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

interface Found {
  readonly code: string | null;
  readonly message: string;
  readonly start_location: Place;
  readonly fix: { readonly edits: readonly Edit[] } | null;
}

interface Workspace {
  check(code: string): readonly Found[];
  format(code: string): string;
}

const mostPasses = 8;

/** V8's own, put back once ruff is compiled: a module keeps the budget that it began with. */
const defaultTieringBudget = 13_000_000;

/** Loads ruff (about 150 ms, and 300 ms for its first check). Synchronous throughout: run it in a worker. */
export function loadRuff(): (code: string) => Linted {
  // V8 would compile much of ruff's 10 MB a second time, in threads that take the processor from the checks for their first minute.
  setFlagsFromString("--wasm-tiering-budget=1000000000");
  // A door: the package is CommonJS and types its results as `any`.
  const ruff = createRequire(import.meta.url)("@astral-sh/ruff-wasm-nodejs") as {
    Workspace: new (settings: object, encoding: number) => Workspace;
    PositionEncoding: { Utf16: number };
  };
  const workspace = new ruff.Workspace(ruffSettings, ruff.PositionEncoding.Utf16);
  setFlagsFromString(`--wasm-tiering-budget=${defaultTieringBudget}`);
  return (code) => lintOnce(workspace, code);
}

function lintOnce(workspace: Workspace, code: string): Linted {
  const first = check(workspace, code);
  const findings = first.map(toFinding);
  if (findings.some(({ code: rule }) => rule === "invalid-syntax"))
    return { findings, fixed: code, left: findings };
  const repaired = applyFixes(workspace, code, first);
  const fixed = formatted(workspace, repaired);
  if (fixed === code) return { findings, fixed, left: findings };
  const left = check(workspace, fixed).map(toFinding);
  const reformatted = {
    code: "format",
    line: 1,
    column: 1,
    message: "The layout is not that of the formatter.",
  };
  return { findings: fixed === repaired ? findings : [...findings, reformatted], fixed, left };
}

function check(workspace: Workspace, code: string): readonly Found[] {
  try {
    return workspace.check(code);
  } catch {
    return [
      {
        code: "invalid-syntax",
        message: "The script cannot be parsed: it is nested too deep.",
        start_location: { row: 1, column: 1 },
        fix: null,
      },
    ];
  }
}

/** The formatter refuses what does not parse; then the text stays as it is. */
function formatted(workspace: Workspace, code: string): string {
  try {
    return workspace.format(code);
  } catch {
    return code;
  }
}

const toFinding = ({ code, message, start_location: start }: Found): RuffFinding => ({
  code: code ?? "invalid-syntax",
  line: start.row,
  column: start.column,
  message,
});

function applyFixes(workspace: Workspace, code: string, found: readonly Found[]): string {
  let text = code;
  let findings = found;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const edits = findings
      .filter(({ code: rule }) => rule !== null && safeFixes.has(rule))
      .flatMap(({ fix }) => (fix === null ? [] : [fix.edits]));
    if (edits.length === 0) return text;
    const next = applyEdits(text, edits);
    if (next === text) return text;
    text = next;
    findings = check(workspace, text);
    if (findings.some(({ code: rule }) => rule === "invalid-syntax")) return code;
  }
  return text;
}

/** Applies the fixes that do not overlap, from the end, so that places before them stay right. */
function applyEdits(code: string, fixes: readonly (readonly Edit[])[]): string {
  const starts = lineStarts(code);
  const offset = ({ row, column }: Place): number =>
    Math.min(code.length, (starts[row - 1] ?? code.length) + column - 1);
  const taken: { from: number; to: number; content: string }[] = [];
  for (const edits of fixes) {
    const wanted = edits.map((edit) => ({
      from: offset(edit.location),
      to: offset(edit.end_location),
      content: edit.content ?? "",
    }));
    if (wanted.every((edit) => taken.every((other) => edit.to < other.from || edit.from > other.to)))
      taken.push(...wanted);
  }
  return taken
    .toSorted((a, b) => b.from - a.from)
    .reduce((text, { from, to, content }) => text.slice(0, from) + content + text.slice(to), code);
}

function lineStarts(code: string): readonly number[] {
  const starts = [0];
  for (const match of code.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
