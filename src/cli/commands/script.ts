import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../core/errors.ts";
import { visibleJson } from "../../core/text/visible.ts";
import { connect, onInterrupt, printJson } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";
import type { Nephoscope } from "../../index.ts";
import { exitCodeOfRun } from "../exit-codes.ts";
import { readGiven } from "../given-file.ts";
import { paintFor, plain, plainLines } from "../show/paint.ts";
import { showPolicy } from "../show/show-policy.ts";

/** What a script needs beside what ships. */
interface PackageFlags {
  /** Path of a requirements.txt; default: the one beside the script. */
  readonly requirements?: string;
  readonly allowPackages?: readonly string[];
}

export interface CheckFlags extends CloudFlags, PackageFlags {
  readonly explain?: boolean;
}

export async function check(file: string, flags: CheckFlags): Promise<void> {
  const script = readScript(file, flags);
  await using nepho = await connect(flags);
  const result = await nepho.checkScript(script);
  if (!result.ok) process.exitCode = 1;
  if (flags.json) {
    printJson(result);
    return;
  }
  const paint = paintFor(process.stdout);
  const styles = { error: "red", warning: "yellow", info: "dim" } as const;
  for (const one of result.diagnostics) {
    const hint = one.fixed ? " (fixed)" : one.suggestion === undefined ? "" : `  → ${one.suggestion}`;
    console.log(
      `  ${paint(styles[one.severity], one.severity.padEnd(7))} ${String(one.line).padStart(4)}  ${plain(one.message)}${hint}  ${paint("dim", [one.rule, ...(one.references ?? [])].join(" "))}`,
    );
  }
  for (const one of result.unresolved)
    console.log(`  ${paint("yellow", "open   ")} ${String(one.line).padStart(4)}  ${plain(one.why)}`);
  console.log(
    `  ${result.ok ? paint("green", "● accepted") : paint("red", "● rejected")}  ${result.calls.length} AWS calls in the text, about ${result.estimate.awsCalls} at run time, ${result.estimate.usd.toFixed(4)} USD`,
  );
  if (flags.explain) process.stdout.write(showPolicy(result.policy, result.explain ?? [], paint));
  else console.log(visibleJson(result.policy, 2));
}

export interface RunFlags extends CloudFlags, PackageFlags {
  readonly policy?: string;
  readonly allow?: readonly string[];
  readonly timeout?: string;
  readonly maxCalls?: number;
  readonly budgetUsd?: number;
  readonly rehearse?: "auto" | "always" | "never";
}

export async function run(file: string, flags: RunFlags): Promise<void> {
  const script = readScript(file, flags);
  const policy = flags.policy === undefined ? undefined : readJson(flags.policy);
  await using nepho = await connect(flags);
  const { allow, timeout, maxCalls, budgetUsd, rehearse } = flags;
  const stop = new AbortController();
  const release = onInterrupt(() => stop.abort(new AppError("interrupted", "The run was interrupted.")));
  const options = {
    ...(policy !== undefined && { policy }),
    ...(allow && { allow }),
    ...(timeout !== undefined && { timeout }),
    ...(maxCalls !== undefined && { maxCalls }),
    ...(budgetUsd !== undefined && { budgetUsd }),
    ...(rehearse && { rehearse }),
  };
  const result = await nepho.runScript({ ...script, ...options }, { signal: stop.signal }).finally(release);
  process.exitCode = exitCodeOfScript(result);
  if (flags.json) {
    printJson(result);
    return;
  }
  process.stdout.write(plainLines(result.outcome.stdout));
  process.stderr.write(plainLines(result.outcome.stderr));
  const denied = result.calls.filter((call) => call.decision === "denied");
  for (const call of denied)
    console.error(
      `  denied by ${call.deniedBy ?? "?"}: ${call.service}:${call.operation} (${plain(call.reason ?? "")})`,
    );
  for (const gap of result.gaps ?? []) console.error(`  partial  ${result.status}: ${plain(gap)}`);
  console.error(
    `  ${result.outcome.kind}${result.outcome.exitCode === undefined ? "" : ` ${result.outcome.exitCode}`} · ${result.calls.length} AWS calls, ${denied.length} denied · ${Math.round(result.outcome.ms)} ms`,
  );
}

/** The worst of all places, as `runScript` puts it first; a script that fails is the answer no. */
function exitCodeOfScript({ status, outcome }: Awaited<ReturnType<Nephoscope["runScript"]>>): number {
  const code = exitCodeOfRun({ status });
  if (code !== 0) return code;
  return outcome.kind === "exited" && outcome.exitCode === 0 ? 0 : 1;
}

/** A file, or a folder with `main.py` and `requirements.txt`. */
export function readScript(
  path: string,
  { requirements: given, allowPackages }: PackageFlags = {},
): { code: string; requirements?: readonly string[]; allowPackages?: readonly string[] } {
  if (!existsSync(path))
    throw new AppError("usage", `There is no file ${path}.`, {
      next: "Give the path of a Python script, or of a folder with main.py.",
    });
  const file = statSync(path).isDirectory() ? join(path, "main.py") : path;
  if (!existsSync(file))
    throw new AppError("usage", `${path} holds no main.py.`, {
      next: "Give the path of a Python script, or of a folder with main.py.",
    });
  if (given !== undefined && !existsSync(given))
    throw new AppError("usage", `There is no file ${given}.`, {
      next: "Give the path of a requirements.txt.",
    });
  const listed = given ?? join(dirname(file), "requirements.txt");
  const requirements = existsSync(listed)
    ? readGiven(listed, "Give the path of a requirements.txt.").split("\n")
    : undefined;
  return {
    code: readGiven(file, "Give the path of a Python script, or of a folder with main.py."),
    ...(requirements && { requirements }),
    ...(allowPackages && { allowPackages }),
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readGiven(path, "Give an IAM policy document."));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      "usage",
      `${path} is not readable JSON: ${error instanceof Error ? error.message : String(error)}`,
      { next: "Give an IAM policy document." },
    );
  }
}
