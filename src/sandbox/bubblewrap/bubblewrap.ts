import { closeSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Sandbox } from "../../core/sandbox.ts";
import { bubblewrapArguments, inside } from "./bubblewrap-arguments.ts";
import { dropPrivileges } from "../process/drop-privileges.ts";
import { probeBubblewrap, type BubblewrapTools } from "./probe-bubblewrap.ts";
import { createPooledSandbox } from "../pooled-sandbox.ts";
import { pythonFolder } from "../python/python-folder.ts";
import type { PythonEnvironment } from "../python/python-environment.ts";
import { runCommand, type RunCommand } from "../process/run-command.ts";
import { makeRuntimeFolder, nobody, type RuntimeFolder, type SandboxUser } from "../runtime-folder.ts";
import { seccompFilter } from "../process/seccomp.ts";
import type { Launch } from "../process/warm-process.ts";

export interface BubblewrapOptions {
  /** Made by `ensurePython`; asked for when the first sandbox is started. */
  readonly python: () => Promise<PythonEnvironment>;
  /** Folder for sockets: `/run/nephoscope` as root, else one that only this user can enter (`XDG_RUNTIME_DIR`). */
  readonly runtimeParent: string;
  /** Who scripts run as when this process is root. */
  readonly user?: SandboxUser;
  readonly root?: boolean;
  readonly poolSize?: number;
  readonly searchPath?: string;
  readonly run?: RunCommand;
}

const temporaryBytes = 64 * 1024 ** 2;
/** bubblewrap bounds a tmpfs in bytes only; empty files take the kernel's memory all the same. */
const temporaryFiles = 4096;

/** Sandboxes of namespaces made by bubblewrap: no network, no files but the system's, no capabilities, a filter on system calls. */
export function createBubblewrapSandbox(options: BubblewrapOptions): Sandbox {
  const root = options.root ?? process.getuid?.() === 0;
  const user = root ? (options.user ?? nobody) : undefined;
  const state: { tools?: Promise<Awaited<ReturnType<typeof probeBubblewrap>>>; ready?: Prepared } = {};
  const probe = () =>
    (state.tools ??= probeBubblewrap({
      user,
      run: options.run ?? runCommand,
      searchPath: options.searchPath ?? "/usr/local/bin:/usr/bin:/bin",
    }));
  return createPooledSandbox({
    name: "bubblewrap",
    poolSize: options.poolSize ?? 2,
    countsProcesses: "sandbox",
    unavailable: async () => {
      const probed = await probe();
      return "why" in probed ? probed : undefined;
    },
    makeRuntime: async () => {
      const [tools, python] = await Promise.all([probe(), options.python()]);
      if ("why" in tools) throw new Error(`${tools.why} ${tools.fix}`);
      state.ready = { tools, python };
      const runtime = await makeRuntimeFolder({ parent: options.runtimeParent, user, files: filesOf(tools) });
      await mkdir(join(runtime.path, "tmp"), { mode: 0o700 });
      if (user) await runtime.own(join(runtime.path, "tmp"));
      return runtime;
    },
    launch: (runtime, socketPath) => {
      if (!state.ready) throw new Error("launched before it was prepared");
      return launchBubblewrap({ ...state.ready, user, runtime, socketPath });
    },
  });
}

interface Prepared {
  readonly tools: BubblewrapTools;
  readonly python: PythonEnvironment;
}

function filesOf(tools: BubblewrapTools) {
  return [
    { name: "prelude.py", from: join(pythonFolder(), "prelude.py") },
    { name: "filter.bpf", bytes: seccompFilter({ architecture: tools.architecture, beside: "namespaces" }) },
  ];
}

interface LaunchBubblewrap extends Prepared {
  readonly user: SandboxUser | undefined;
  readonly runtime: RuntimeFolder;
  readonly socketPath: string;
}

/** The environment is empty from the first program on: bubblewrap keeps its own as process 1, where a script can read it. */
function launchBubblewrap({ tools, python, user, runtime, socketPath }: LaunchBubblewrap): Launch {
  const argumentsDescriptor = 3;
  const filterDescriptor = 4;
  const filter = openSync(join(runtime.path, "filter.bpf"), "r");
  const temporary = tools.mount ? join(runtime.path, "tmp") : undefined;
  const told = bubblewrapArguments({
    pythonFolder: python.folder,
    basePrefix: python.basePrefix,
    prelude: join(runtime.path, "prelude.py"),
    socket: socketPath,
    temporary,
    temporaryBytes,
    disableNamespaces: tools.disablesNamespaces,
    seccomp: filterDescriptor,
  });
  const python3 = [`${inside.python}/bin/python`, "-I", "-B", "-X", "utf8", inside.prelude, inside.socket];
  const bubblewrap = [tools.bubblewrap, "--args", String(argumentsDescriptor), "--", ...python3];
  const [program = tools.bubblewrap, ...args] = [
    ...(user && tools.setpriv !== undefined ? dropPrivileges(tools.setpriv, user) : []),
    ...(tools.mount && temporary !== undefined ? withTemporary(tools.mount, temporary) : []),
    ...bubblewrap,
  ];
  return {
    program,
    args,
    env: {},
    descriptors: [`${told.join("\0")}\0`, filter],
    group: false,
    release: () => closeSync(filter),
  };
}

/** A tmpfs with bounded bytes and files, in a mount namespace of its own: it is gone with the process. */
function withTemporary(mount: NonNullable<BubblewrapTools["mount"]>, folder: string): readonly string[] {
  const bounds = `size=${temporaryBytes},nr_inodes=${temporaryFiles},mode=1777,nosuid,nodev`;
  const script = 'm=$1 o=$2 f=$3; shift 3; "$m" -n -t tmpfs -o "$o" tmpfs "$f" && unset PWD && exec "$@"';
  return [
    mount.unshare,
    "--user",
    "--map-root-user",
    "--mount",
    "--",
    "/bin/sh",
    "-c",
    script,
    "sh",
    mount.mount,
    bounds,
    folder,
  ];
}
