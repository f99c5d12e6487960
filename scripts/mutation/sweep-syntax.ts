import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ScriptChecker } from "../../src/script/script.ts";
import { account } from "./measure.ts";
import type { CorrectScript } from "./measure.ts";

export interface SyntaxAgreement {
  readonly texts: number;
  readonly refused: number;
  readonly missed: readonly string[];
  readonly alarms: readonly string[];
}

/** Compares the check with CPython's compiler, on scripts that were damaged at random. */
export async function sweepSyntax({
  checker,
  python,
  scripts,
  each,
  seed,
}: {
  checker: ScriptChecker;
  python: string;
  scripts: readonly CorrectScript[];
  each: number;
  seed: number;
}): Promise<SyntaxAgreement> {
  const file = fileURLToPath(new URL("./damaged.py", import.meta.url));
  const run = spawnSync(python, [file, String(seed), String(each)], {
    input: JSON.stringify(scripts.map(({ code }) => code)),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (run.status !== 0) throw new Error(`damaged.py failed: ${run.stderr}`);
  // A door: our own script's output.
  const damaged = JSON.parse(run.stdout) as readonly { readonly code: string; readonly valid: boolean }[];
  const missed: string[] = [];
  const alarms: string[] = [];
  for (const [index, { code, valid }] of damaged.entries()) {
    const { diagnostics } = await checker.check({ code, ...account });
    const found = diagnostics.find(({ kind, severity }) => kind === "syntax" && severity === "error");
    const name = scripts[Math.floor(index / each)]?.name ?? "";
    if (!valid && found === undefined)
      missed.push(`${name}: ${differenceOf(scripts[Math.floor(index / each)]?.code ?? "", code)}`);
    if (valid && found !== undefined) alarms.push(`${name}: ${found.line}: ${found.message}`);
  }
  return { texts: damaged.length, refused: damaged.filter(({ valid }) => !valid).length, missed, alarms };
}

function differenceOf(before: string, after: string): string {
  const own = before.split("\n");
  const at = after.split("\n").findIndex((line, index) => line !== own[index]);
  return `${at + 1}: ${own[at] ?? ""} → ${after.split("\n")[at] ?? ""}`;
}
