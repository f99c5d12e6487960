import { AppError } from "../core/errors.ts";
import type { RunCommand } from "./process/run-command.ts";

export interface InstallSystemPackages {
  /** Debian's names. */
  readonly packages: readonly string[];
  /** What they are needed for, as the end of a sentence: "to make the Python environment". */
  readonly purpose: string;
  readonly root: boolean;
  readonly run: RunCommand;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** The command that brings the packages, for a person to type. */
export function installCommand(packages: readonly string[], root = false): string {
  return `${root ? "" : "sudo "}apt-get install -y ${packages.join(" ")}`;
}

/** Installs packages with apt-get where this process may, and says so; throws AppError("environment") with the command where it may not or it fails. */
export async function installSystemPackages(options: InstallSystemPackages): Promise<void> {
  const { packages, purpose, root, run, report, signal } = options;
  const aborting = { ...(signal && { signal }) };
  const names = packages.join(" and ");
  const apt = await run("apt-get", ["--version"], aborting);
  if (apt.exitCode !== 0)
    throw new AppError("environment", `${names} is needed ${purpose} and is not installed.`, {
      next: `Install ${names} with this system's package manager (Debian's names), then try again.`,
    });
  const next = installCommand(packages, root);
  if (!root)
    throw new AppError("environment", `${names} is needed ${purpose} and is not installed.`, { next });
  report(`Installing ${names} with apt-get, ${purpose}.`);
  await run("apt-get", ["-q", "update"], aborting);
  const done = await run(
    "env",
    [
      "DEBIAN_FRONTEND=noninteractive",
      "apt-get",
      "-q",
      "install",
      "-y",
      "--no-install-recommends",
      ...packages,
    ],
    aborting,
  );
  if (done.exitCode === 0) return report(`Installed ${names}.`);
  throw new AppError(
    "environment",
    `${names} is needed ${purpose}, and apt-get could not install it: ${lastLine(done.stderr)}`,
    { next },
  );
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
