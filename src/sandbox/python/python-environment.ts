import { createHash, randomBytes } from "node:crypto";
import { readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { buildPythonEnvironment } from "./build-python-environment.ts";
import { closedFolder, findInterpreter, type Interpreter } from "./find-interpreter.ts";
import { installCommand, installSystemPackages } from "../install-system-packages.ts";
import { makeFolder } from "../make-folder.ts";
import { pythonFolder } from "./python-folder.ts";
import { runCommand, type RunCommand } from "../process/run-command.ts";

/** The product's own Python: boto3 for scripts, moto for the simulator. Run its tools as `path -m moto.server`. */
export const PythonEnvironment = z.object({
  /** The folder, a virtual environment. */
  folder: z.string(),
  /** The interpreter in it. */
  path: z.string(),
  version: z.string(),
  boto3: z.string(),
  botocore: z.string(),
  moto: z.string(),
  sitePackages: z.string(),
  /** Where the standard library lies. */
  basePrefix: z.string(),
});
export type PythonEnvironment = z.infer<typeof PythonEnvironment>;

export interface EnsurePython {
  /** Holds one environment for each lock and interpreter; made when it is missing. */
  readonly cacheFolder: string;
  /** Progress for a person, a line each. Nothing is said when the environment is there. */
  report(line: string): void;
  readonly signal?: AbortSignal;
  /** Where to look for Python, as PATH. */
  readonly searchPath?: string;
  readonly lockFile?: string;
  /** Whether this process is root: then scripts run as another user, and missing packages can be installed. */
  readonly root?: boolean;
  readonly run?: RunCommand;
}

/** File in an environment that says it is complete; written last, before the folder gets its name. */
export const stampName = "nephoscope.json";

/**
 * The private Python environment, made on first need. Two processes at once do not harm each other: each builds apart, the first to be ready
 * gives its folder the name, the other takes that one. A killed build leaves no environment. Throws AppError("environment").
 */
export async function ensurePython(options: EnsurePython): Promise<PythonEnvironment> {
  const root = options.root ?? process.getuid?.() === 0;
  const lockFile = options.lockFile ?? join(pythonFolder(), "requirements.lock");
  const lock = await readFile(lockFile, "utf8");
  const family = join(options.cacheFolder, "python");
  const quick = await readyEnvironment(family, lock, "/usr/bin/python3");
  if (quick) return quick;
  const interpreter = await usableInterpreter(options, root);
  const ready = await readyEnvironment(family, lock, interpreter.path);
  if (ready) return ready;
  await makeFolder(family, root);
  const closed = root ? await closedFolder(join(family, "x")) : undefined;
  if (closed !== undefined)
    throw new AppError(
      "environment",
      `Scripts run as an unprivileged user, and ${closed}, above the cache ${options.cacheFolder}, is closed to it.`,
      {
        next: "Set NEPHOSCOPE_CACHE to a folder that every user may pass, such as /var/cache/nephoscope.",
      },
    );
  return buildPythonEnvironment({
    family,
    folder: join(family, await nameOf(lock, interpreter.path)),
    suffix: randomBytes(4).toString("hex"),
    interpreter,
    lockFile,
    run: options.run ?? runCommand,
    report: (line) => options.report(line),
    ...(options.signal && { signal: options.signal }),
  });
}

/** An environment that is there, without starting Python: the folder's name tells lock and interpreter. */
async function readyEnvironment(
  family: string,
  lock: string,
  program: string,
): Promise<PythonEnvironment | undefined> {
  const name = await nameOf(lock, program).catch(() => undefined);
  if (name === undefined) return undefined;
  const stamp = await readFile(join(family, name, stampName), "utf8").catch(() => undefined);
  if (stamp === undefined) return undefined;
  const environment = PythonEnvironment.safeParse(JSON.parse(stamp));
  return environment.success ? environment.data : undefined;
}

/** Changes with the lock, the interpreter's place, and the interpreter itself (an upgrade replaces the file). */
async function nameOf(lock: string, program: string): Promise<string> {
  const path = await realpath(program);
  const file = await stat(path);
  const hash = createHash("sha256").update(
    JSON.stringify([lock, path, file.size, file.mtimeMs, process.arch]),
  );
  return hash.digest("hex").slice(0, 16);
}

async function usableInterpreter(options: EnsurePython, root: boolean): Promise<Interpreter> {
  const run = options.run ?? runCommand;
  const search = {
    searchPath: options.searchPath ?? "/usr/local/bin:/usr/bin:/bin",
    run,
    forOtherUser: root,
    ...(options.signal && { signal: options.signal }),
  };
  const first = await findInterpreter(search);
  if (first.found?.canMakeEnvironments) return first.found;
  await installSystemPackages({
    packages: first.found ? ["python3-venv"] : ["python3", "python3-venv"],
    purpose: "to make the Python environment",
    root,
    run,
    report: (line) => options.report(line),
    ...(options.signal && { signal: options.signal }),
  });
  const second = await findInterpreter(search);
  if (second.found?.canMakeEnvironments) return second.found;
  throw new AppError(
    "environment",
    ["No usable Python (CPython 3.10 or newer with venv).", ...second.rejected].join("\n  "),
    {
      next: installCommand(["python3", "python3-venv"], root),
    },
  );
}
