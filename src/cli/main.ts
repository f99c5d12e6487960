import { CommanderError } from "commander";
import { AppError } from "../core/errors.ts";
import { systemFailure } from "../core/text/system-failure.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { paintFor, plainLines } from "./show/paint.ts";
import { makeProgram } from "./program.ts";

/** Runs the command line and sets the exit code. Every failure ends in words that say what to do next. */
async function main(): Promise<void> {
  process.stdout.on("error", leaveQuietly);
  process.stderr.on("error", leaveQuietly);
  // Nobody waited for it; it ends in words all the same.
  process.on("unhandledRejection", (error) => process.exit(report(error)));
  try {
    await makeProgram().parseAsync(process.argv);
  } catch (error) {
    process.exitCode = report(error);
  }
  await flushed();
  // Handles of a warm pool or an open keep-alive connection must not hold the shell.
  process.exit();
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const paint = paintFor(process.stderr);
  if (error instanceof AppError) {
    console.error(`  ${paint("red", "✗")} ${plainLines(error.message)}`);
    if (error.next) console.error(`    ${plainLines(error.next)}`);
    return exitCodeOf(error);
  }
  const failure = systemFailure(error);
  if (failure !== undefined) {
    console.error(`  ${paint("red", "✗")} ${plainLines(failure)}`);
    console.error("    nephoscope doctor   says which folders it needs; NEPHOSCOPE_HOME names another.");
    return 5;
  }
  console.error(
    `  ${paint("red", "✗")} This is a bug in nephoscope: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  return 70;
}

/** A reader that went away (`| head`) is no failure. */
function leaveQuietly(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}

function flushed(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write("", () => process.stderr.write("", () => resolve()));
  });
}

await main();
