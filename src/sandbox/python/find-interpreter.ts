import { realpath, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { z } from "zod";
import type { RunCommand } from "../process/run-command.ts";

/** A CPython on this machine that the private environment can be made from. */
export interface Interpreter {
  /** The program itself, links resolved. */
  readonly path: string;
  readonly version: string;
  /** Where its standard library lies; bound into the sandbox when it is not under /usr. */
  readonly basePrefix: string;
  /** False where the distribution ships `venv` apart (Debian's python3-venv). */
  readonly canMakeEnvironments: boolean;
}

const Answer = z.object({
  executable: z.string(),
  version: z.tuple([z.number(), z.number(), z.number()]),
  basePrefix: z.string(),
  implementation: z.string(),
  ensurepip: z.boolean(),
});

const question = `import json, sys, importlib.util as u
print(json.dumps({"executable": getattr(sys, "_base_executable", None) or sys.executable, "version": sys.version_info[:3],
  "basePrefix": sys.base_prefix, "implementation": sys.implementation.name,
  "ensurepip": bool(u.find_spec("ensurepip") and u.find_spec("venv"))}))`;

const oldest: readonly [number, number] = [3, 10];

export interface FindInterpreter {
  /** Folders to look in, as in PATH. */
  readonly searchPath: string;
  readonly run: RunCommand;
  /** Set when scripts run as another user than this process: everything must be reachable by anyone. */
  readonly forOtherUser: boolean;
  readonly signal?: AbortSignal;
}

/** The system's Python first, then those on the search path; `rejected` says why each of the others was not taken. */
export async function findInterpreter(options: FindInterpreter): Promise<{
  readonly found?: Interpreter;
  readonly rejected: readonly string[];
}> {
  const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
  const folders = [
    "/usr/bin",
    ...options.searchPath.split(delimiter).filter((folder) => folder.startsWith("/")),
  ];
  const candidates = [...new Set(folders.flatMap((folder) => names.map((name) => join(folder, name))))];
  const rejected: string[] = [];
  let second: Interpreter | undefined;
  for (const candidate of candidates) {
    if (!(await stat(candidate).catch(() => undefined))) continue;
    const interpreter = await askInterpreter(candidate, options);
    if (typeof interpreter === "string") rejected.push(`${candidate}: ${interpreter}`);
    else if (interpreter.canMakeEnvironments) return { found: interpreter, rejected };
    else second ??= interpreter;
  }
  return { ...(second && { found: second }), rejected };
}

async function askInterpreter(candidate: string, options: FindInterpreter): Promise<Interpreter | string> {
  const { run, signal, forOtherUser } = options;
  const result = await run(candidate, ["-I", "-c", question], { ...(signal && { signal }) });
  if (result.exitCode !== 0) return "it does not start";
  const answer = Answer.safeParse(parseJson(result.stdout));
  if (!answer.success) return "it does not answer";
  const [major, minor, patch] = answer.data.version;
  if (answer.data.implementation !== "cpython") return `it is ${answer.data.implementation}, not CPython`;
  if (major !== oldest[0] || minor < oldest[1])
    return `it is ${major}.${minor}, older than ${oldest.join(".")}`;
  const path = await realpath(answer.data.executable).catch(() => answer.data.executable);
  const closed = forOtherUser ? await closedFolder(path) : undefined;
  if (closed !== undefined) return `${closed} is closed to other users`;
  return {
    path,
    version: `${major}.${minor}.${patch}`,
    basePrefix: answer.data.basePrefix,
    canMakeEnvironments: answer.data.ensurepip,
  };
}

/** The first folder on the way to `path` that other users may not pass, or undefined. */
export async function closedFolder(path: string): Promise<string | undefined> {
  const parts = path.split("/").slice(1);
  for (const end of parts.keys()) {
    const folder = `/${parts.slice(0, end).join("/")}`;
    const found = await stat(folder).catch(() => undefined);
    if (found && (found.mode & 0o001) === 0) return folder;
  }
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
