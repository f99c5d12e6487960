import { mkdirSync, chownSync, realpathSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../core/sandbox.ts";
import { AppError } from "../../core/errors.ts";
import { environment } from "../bubblewrap/bubblewrap-arguments.ts";
import { dropPrivileges } from "../process/drop-privileges.ts";
import { systemPath } from "../find-program.ts";
import { ownUser } from "../process/own-user.ts";
import { createPooledSandbox } from "../pooled-sandbox.ts";
import { probeLandlock, type LandlockTools } from "./probe-landlock.ts";
import { pythonFolder } from "../python/python-folder.ts";
import type { PythonEnvironment } from "../python/python-environment.ts";
import { runCommand, type RunCommand } from "../process/run-command.ts";
import { makeRuntimeFolder, nobody, type RuntimeFolder, type SandboxUser } from "../runtime-folder.ts";
import { seccompFilter } from "../process/seccomp.ts";
import type { Launch } from "../process/warm-process.ts";

export interface LandlockOptions {
  /** Made by `ensurePython`; asked for when the sandbox is probed. */
  readonly python: () => Promise<PythonEnvironment>;
  /** Folder for sockets: `/run/nephoscope` as root, else one that only this user can enter. */
  readonly runtimeParent: string;
  readonly root?: boolean;
  readonly poolSize?: number;
  readonly searchPath?: string;
  readonly run?: RunCommand;
}

/** The first version of Landlock that keeps signals and abstract sockets inside. */
const confinesSignals = 6;
const temporaryBounds = "size=64M,nr_inodes=4096,mode=0700,nosuid,nodev,noexec";

/**
 * Sandboxes of Landlock and a system call filter, for machines where user namespaces are refused: no files but the system's, no sockets, no signals to others.
 * A script can ask whether a path or a process exists (Landlock does not govern that), and has a folder to write to only where root runs nephoscope and may mount.
 */
export function createLandlockSandbox(options: LandlockOptions): Sandbox {
  const root = options.root ?? process.getuid?.() === 0;
  const run = options.run ?? runCommand;
  const once: { tools?: ReturnType<typeof probe>; ready?: Prepared } = {};
  const taken = new Set<number>();
  const probe = async () => {
    const python = await options.python();
    const searchPath = options.searchPath ?? systemPath;
    return { python, tools: await probeLandlock({ root, run, searchPath, python: python.path }) };
  };
  return createPooledSandbox({
    name: "landlock",
    poolSize: options.poolSize ?? 2,
    countsProcesses: root ? "sandbox" : "user",
    unavailable: async () => {
      const probed = await (once.tools ??= probe()).catch(withoutPython);
      return "why" in probed.tools ? probed.tools : undefined;
    },
    makeRuntime: async () => {
      const { tools, python } = await (once.tools ??= probe());
      if ("why" in tools) throw new Error(`${tools.why} ${tools.fix}`);
      const runtime = await makeRuntimeFolder({
        parent: options.runtimeParent,
        user: root ? nobody : undefined,
        shared: "passed",
        files: filesOf(tools),
      });
      once.ready = { tools, python, mounts: root && (await canMount(tools, runtime, run)) };
      return runtime;
    },
    launch: (runtime, socketPath) => {
      if (!once.ready) throw new Error("launched before it was prepared");
      const user = root ? ownUser(taken) : undefined;
      if (user) taken.add(user.uid);
      return launchLandlock({
        ...once.ready,
        user,
        runtime,
        socketPath,
        freed: () => void (user && taken.delete(user.uid)),
      });
    },
  });
}

interface Prepared {
  readonly tools: LandlockTools;
  readonly python: PythonEnvironment;
  readonly mounts: boolean;
}

function withoutPython(error: unknown): { tools: { why: string; fix: string } } {
  if (!(error instanceof AppError)) throw error;
  return { tools: { why: error.message, fix: error.next ?? "nephoscope doctor --fix" } };
}

function filesOf({ architecture, abi }: LandlockTools) {
  const filter = seccompFilter({ architecture, beside: "landlock", signalsConfined: abi >= confinesSignals });
  return [
    { name: "prelude.py", from: join(pythonFolder(), "prelude.py") },
    { name: "guard.py", from: join(pythonFolder(), "guard.py") },
    { name: "filter.bpf", bytes: filter },
  ];
}

/** Root in a container often may not. */
async function canMount(
  { unshare, mount }: LandlockTools,
  runtime: RuntimeFolder,
  run: RunCommand,
): Promise<boolean> {
  if (unshare === undefined || mount === undefined) return false;
  const tried = await run(unshare, ["--mount", "--", mount, "-n", "-t", "tmpfs", "tmpfs", runtime.path]);
  return tried.exitCode === 0;
}

interface LaunchLandlock extends Prepared {
  readonly user: SandboxUser | undefined;
  readonly runtime: RuntimeFolder;
  readonly socketPath: string;
  freed(): void;
}

function launchLandlock({ tools, python, mounts, user, runtime, socketPath, freed }: LaunchLandlock): Launch {
  const temporary = mounts ? socketPath.replace(/sock$/, "tmp") : undefined;
  if (temporary !== undefined) mkdirSync(temporary, { mode: 0o700 });
  if (temporary !== undefined && user) chownSync(temporary, user.uid, user.gid);
  const file = (name: string) => join(runtime.path, name);
  const confinement = {
    readable: readableFolders(python),
    filter: file("filter.bpf"),
    ...(temporary !== undefined && { writable: temporary }),
  };
  const [program, ...args] = [
    ...(temporary !== undefined && user ? withTemporary(tools, temporary, user) : []),
    ...(user && tools.setpriv !== undefined ? dropPrivileges(tools.setpriv, user) : []),
    python.path,
    "-I",
    "-B",
    "-X",
    "utf8",
    file("guard.py"),
    socketPath,
    file("prelude.py"),
    JSON.stringify(confinement),
  ];
  const home = temporary ?? "/nonexistent";
  return {
    program,
    args,
    env: { ...environment, HOME: home, ...(temporary !== undefined && { TMPDIR: temporary }) },
    descriptors: [],
    group: true,
    guarded: true,
    ...(user && { owner: user }),
    release: () => undefined,
    ended: async () => {
      freed();
      if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    },
  };
}

/** The system's programs and libraries, links followed, and the Python environment. */
function readableFolders({ folder, basePrefix }: PythonEnvironment): readonly string[] {
  const system = ["/usr", "/bin", "/lib", "/lib32", "/lib64", "/libx32"].flatMap(resolved);
  return [...new Set([...system, basePrefix, folder, "/etc/ld.so.cache"])];
}

function resolved(path: string): readonly string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

/** A tmpfs with bounded bytes and files, in a mount namespace of its own: it is gone with the process. */
function withTemporary(
  { unshare, mount }: LandlockTools,
  folder: string,
  { uid, gid }: SandboxUser,
): readonly string[] {
  if (unshare === undefined || mount === undefined) return [];
  const bounds = `${temporaryBounds},uid=${uid},gid=${gid}`;
  const script = 'm=$1 o=$2 f=$3; shift 3; "$m" -n -t tmpfs -o "$o" tmpfs "$f" && unset PWD && exec "$@"';
  return [unshare, "--mount", "--", "/bin/sh", "-c", script, "sh", mount, bounds, folder];
}
