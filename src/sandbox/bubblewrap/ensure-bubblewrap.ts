import { installSystemPackages } from "../install-system-packages.ts";
import { runCommand, type RunCommand } from "../process/run-command.ts";

export interface EnsureBubblewrap {
  report(line: string): void;
  readonly signal?: AbortSignal;
  readonly root?: boolean;
  readonly run?: RunCommand;
}

/** Installs bubblewrap where it is missing and this process may; throws AppError("environment") with the command where it may not. */
export async function ensureBubblewrap(options: EnsureBubblewrap): Promise<void> {
  const { signal, run = runCommand, root = process.getuid?.() === 0 } = options;
  const found = await run("bwrap", ["--version"], { ...(signal && { signal }) });
  if (found.exitCode === 0) return;
  const report = (line: string) => options.report(line);
  await installSystemPackages({
    packages: ["bubblewrap"],
    purpose: "to run scripts in a sandbox",
    root,
    run,
    report,
    ...(signal && { signal }),
  });
}
