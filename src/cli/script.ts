import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../core/errors.ts";
import { connect, printJson } from "./connect.ts";
import type { CloudFlags } from "./connect.ts";
import { paintFor, plain } from "./paint.ts";

export async function check(file: string, flags: CloudFlags): Promise<void> {
  const script = readScript(file);
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
  console.log(JSON.stringify(result.policy, null, 2));
}

export interface RunFlags extends CloudFlags {
  readonly policy?: string;
  readonly allow?: readonly string[];
  readonly timeout?: string;
}

export async function run(file: string, flags: RunFlags): Promise<void> {
  const script = readScript(file);
  const policy = flags.policy === undefined ? undefined : readJson(flags.policy);
  await using nepho = await connect(flags);
  const result = await nepho.runScript({
    ...script,
    ...(policy !== undefined && { policy }),
    ...(flags.allow && { allow: flags.allow }),
    ...(flags.timeout !== undefined && { timeout: flags.timeout }),
  });
  if (result.outcome.kind !== "exited" || result.outcome.exitCode !== 0) process.exitCode = 1;
  if (flags.json) {
    printJson(result);
    return;
  }
  process.stdout.write(plain(result.outcome.stdout).replaceAll("\\u000a", "\n"));
  process.stderr.write(plain(result.outcome.stderr).replaceAll("\\u000a", "\n"));
  const denied = result.calls.filter((call) => call.decision === "denied");
  for (const call of denied)
    console.error(
      `  denied by ${call.deniedBy ?? "?"}: ${call.service}:${call.operation} (${plain(call.reason ?? "")})`,
    );
  console.error(
    `  ${result.outcome.kind}${result.outcome.exitCode === undefined ? "" : ` ${result.outcome.exitCode}`} · ${result.calls.length} AWS calls, ${denied.length} denied · ${Math.round(result.outcome.ms)} ms`,
  );
}

/** A file, or a folder with `main.py` and `requirements.txt`. */
function readScript(path: string): { code: string; requirements?: readonly string[] } {
  if (!existsSync(path))
    throw new AppError("usage", `There is no file ${path}.`, {
      next: "Give the path of a Python script, or of a folder with main.py.",
    });
  const file = statSync(path).isDirectory() ? join(path, "main.py") : path;
  if (!existsSync(file))
    throw new AppError("usage", `${path} holds no main.py.`, {
      next: "Give the path of a Python script, or of a folder with main.py.",
    });
  const beside = join(dirname(file), "requirements.txt");
  const requirements = existsSync(beside)
    ? readFileSync(beside, "utf8")
        .split("\n")
        .filter((line) => line.trim() !== "")
    : undefined;
  return { code: readFileSync(file, "utf8"), ...(requirements && { requirements }) };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new AppError(
      "usage",
      `${path} is not readable JSON: ${error instanceof Error ? error.message : String(error)}`,
      { next: "Give an IAM policy document." },
    );
  }
}
