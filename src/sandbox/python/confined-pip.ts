import { AppError } from "../../core/errors.ts";
import type { PythonEnvironment } from "./python-environment.ts";
import type { CommandResult, RunCommand } from "../process/run-command.ts";

export interface ConfinedPip {
  readonly environment: PythonEnvironment;
  /** The only folder that pip can write, seen as `/work`. */
  readonly folder: string;
  /** Wheels that it reads, seen as `/wheels`. */
  readonly wheels?: string;
  /** Only to resolve: then pip can reach any host, for the index's address is the machine's to say. */
  readonly network: boolean;
  readonly args: readonly string[];
  readonly run: RunCommand;
  readonly root: boolean;
  readonly signal?: AbortSignal;
}

const bubblewrap = "/usr/bin/bwrap";

/** What resolving needs of the machine: name service, certificates, and which index there is. */
const networkFiles = [
  "/etc/resolv.conf",
  "/etc/hosts",
  "/etc/nsswitch.conf",
  "/etc/ssl",
  "/etc/pki",
  "/etc/ca-certificates",
  "/etc/pip.conf",
];

/**
 * Runs pip where it sees the system's programs, the Python environment and one folder: no home, no credentials, no environment variables, no
 * processes of the machine; without `network`, no network. As root it runs as nobody. Throws AppError("environment") where there is no bubblewrap.
 */
export async function confinedPip(options: ConfinedPip): Promise<CommandResult> {
  const { environment, folder, wheels, network, args, run, root, signal } = options;
  const result = await run(
    "/usr/bin/env",
    [
      "-i",
      "PATH=/usr/bin:/bin",
      ...(root ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs"] : []),
      bubblewrap,
      "--unshare-all",
      "--unshare-user",
      "--die-with-parent",
      "--new-session",
      "--clearenv",
      ...(network ? ["--share-net"] : []),
      "--setenv",
      "PATH",
      "/usr/bin:/bin",
      "--setenv",
      "HOME",
      "/tmp",
      "--setenv",
      "LANG",
      "C.UTF-8",
      "--ro-bind",
      "/usr",
      "/usr",
      ...["/bin", "/lib", "/lib64", "/etc/ld.so.cache"].flatMap((path) => ["--ro-bind-try", path, path]),
      ...(network ? networkFiles.flatMap((path) => ["--ro-bind-try", path, path]) : []),
      ...(environment.basePrefix.startsWith("/usr")
        ? []
        : ["--ro-bind", environment.basePrefix, environment.basePrefix]),
      "--proc",
      "/proc",
      "--dev",
      "/dev",
      "--tmpfs",
      "/tmp",
      "--ro-bind",
      environment.folder,
      "/opt/python",
      ...(wheels === undefined ? [] : ["--ro-bind", wheels, "/wheels"]),
      "--bind",
      folder,
      "/work",
      "--remount-ro",
      "/",
      "--cap-drop",
      "ALL",
      "--chdir",
      "/work",
      "--",
      "/opt/python/bin/python",
      "-I",
      "-m",
      "pip",
      "--no-input",
      "--disable-pip-version-check",
      ...args,
    ],
    { ...(signal && { signal }) },
  );
  if (
    result.exitCode === 127 ||
    /bwrap: (No permissions|Creating new namespace failed|setting up uid map)/.test(result.stderr)
  )
    throw new AppError(
      "environment",
      "Packages are resolved only in a sandbox, and bubblewrap does not start here.",
      {
        next: "nephoscope doctor   says how to get it; or do without other packages.",
      },
    );
  return result;
}
