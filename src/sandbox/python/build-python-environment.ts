import { chmod, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import type { Interpreter } from "./find-interpreter.ts";
import { stampName, type PythonEnvironment } from "./python-environment.ts";
import type { CommandResult, RunCommand } from "../process/run-command.ts";

export interface BuildPythonEnvironment {
  /** Folder of all environments; the build happens in it, so that the last step is a rename. */
  readonly family: string;
  /** The name the environment gets when it is complete. */
  readonly folder: string;
  /** Makes this build's own folder unlike any other. */
  readonly suffix: string;
  readonly interpreter: Interpreter;
  readonly lockFile: string;
  readonly run: RunCommand;
  readonly report: (line: string) => void;
  readonly signal?: AbortSignal;
}

const buildPrefix = ".build-";
const leftoverAfterMs = 3_600_000;

const Versions = z.object({
  boto3: z.string(),
  botocore: z.string(),
  moto: z.string(),
  sitePackages: z.string(),
});

const versions = `import json, sysconfig, boto3, botocore
from importlib.metadata import version
print(json.dumps({"boto3": boto3.__version__, "botocore": botocore.__version__, "moto": version("moto"), "sitePackages": sysconfig.get_path("purelib")}))`;

/** Builds an environment in a folder of its own and gives it its name when it is complete. Throws AppError("environment"). */
export async function buildPythonEnvironment(options: BuildPythonEnvironment): Promise<PythonEnvironment> {
  const { family, folder, interpreter, report } = options;
  const build = join(family, `${buildPrefix}${process.pid}-${options.suffix}`);
  const started = performance.now();
  report(
    `Making the Python environment once, in ${folder} (Python ${interpreter.version}, boto3, moto): about half a minute.`,
  );
  try {
    await fill(build, options);
    const environment = await describe(build, options);
    await writeFile(join(build, stampName), JSON.stringify(environment, undefined, 2));
    await chmod(join(build, stampName), 0o644);
    await publish(build, folder);
    report(
      `The Python environment is ready after ${Math.round((performance.now() - started) / 1000)} s (boto3 ${environment.boto3}, moto ${environment.moto}).`,
    );
    return environment;
  } finally {
    await rm(build, { recursive: true, force: true });
    await removeLeftovers(family);
  }
}

async function fill(build: string, options: BuildPythonEnvironment): Promise<void> {
  const python = join(build, "bin", "python");
  const install = [
    "install",
    "--require-hashes",
    "--only-binary=:all:",
    "--no-deps",
    "--no-compile",
    "--no-input",
    "--disable-pip-version-check",
    "--no-user",
    "-q",
  ];
  await step(options, "make the environment", options.interpreter.path, ["-I", "-m", "venv", build]);
  await step(options, "install the pinned packages", python, [
    "-I",
    "-m",
    "pip",
    ...install,
    "-r",
    options.lockFile,
  ]);
  // Two workers compile what is imported; sympy comes along with the simulator and is never loaded.
  const packages = join(
    build,
    "lib",
    `python${options.interpreter.version.split(".").slice(0, 2).join(".")}`,
    "site-packages",
  );
  await step(options, "compile the packages", python, [
    "-I",
    "-m",
    "compileall",
    "-q",
    "-j",
    "2",
    "-x",
    "/(sympy|tests?)/",
    packages,
  ]);
}

async function describe(
  build: string,
  { run, folder, interpreter, signal }: BuildPythonEnvironment,
): Promise<PythonEnvironment> {
  const answer = await run(join(build, "bin", "python"), ["-I", "-c", versions], {
    ...(signal && { signal }),
  });
  if (answer.exitCode !== 0) throw failure("start the environment", answer);
  const found = Versions.parse(JSON.parse(answer.stdout));
  return {
    folder,
    path: join(folder, "bin", "python"),
    version: interpreter.version,
    boto3: found.boto3,
    botocore: found.botocore,
    moto: found.moto,
    sitePackages: join(folder, found.sitePackages.slice(build.length)),
    basePrefix: interpreter.basePrefix,
  };
}

/** The umask of whoever calls must not decide whether the sandbox's user can read the environment. */
async function step(
  { run, signal }: BuildPythonEnvironment,
  what: string,
  program: string,
  args: readonly string[],
): Promise<void> {
  const result = await run("/bin/sh", ["-c", 'umask 022; exec "$0" "$@"', program, ...args], {
    ...(signal && { signal }),
  });
  if (result.exitCode === 0) return;
  if (signal?.aborted) throw new AppError("interrupted", "Making the Python environment was interrupted.");
  throw failure(what, result);
}

function failure(what: string, result: CommandResult): AppError {
  const said = result.stderr.trim().split("\n").slice(-4).join("\n  ");
  return new AppError("environment", `Could not ${what}:\n  ${said}`, {
    next: "Check the connection to the Python package index (or the proxy and index that pip is configured with), then try again.",
  });
}

/** A folder of that name made meanwhile by another process is as good. */
async function publish(build: string, folder: string): Promise<void> {
  await rename(build, folder).catch(async (error: unknown) => {
    if (!(await stat(join(folder, stampName)).catch(() => undefined))) throw error;
  });
}

/** Removes what killed builds left, judged by the file system's own clock; a build that may still run is let alone. */
async function removeLeftovers(family: string): Promise<void> {
  const newest = (await stat(family)).mtimeMs;
  for (const name of await readdir(family)) {
    if (!name.startsWith(buildPrefix)) continue;
    const found = await stat(join(family, name)).catch(() => undefined);
    if (found && newest - found.mtimeMs > leftoverAfterMs)
      await rm(join(family, name), { recursive: true, force: true });
  }
}
