import { spawn } from "node:child_process";

export interface CommandResult {
  /** -1 when it could not be started or was killed. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. Injected where a test must not touch the machine. */
export type RunCommand = (
  program: string,
  args: readonly string[],
  options?: { readonly signal?: AbortSignal; readonly cwd?: string },
) => Promise<CommandResult>;

/** Runs a program with this process's own environment (proxies, package index). Never throws: a missing program is exit code -1. */
export const runCommand: RunCommand = (program, args, { signal, cwd } = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal && { signal }),
      ...(cwd !== undefined && { cwd }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const end = (exitCode: number, extra = "") =>
      resolve({
        exitCode,
        stdout: Buffer.concat(stdout).toString("utf8"),
        stderr: Buffer.concat(stderr).toString("utf8") + extra,
      });
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) => end(-1, error.message));
    child.on("close", (code) => end(code ?? -1));
  });
