import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../core/sandbox.ts";
import { environment } from "./bubblewrap/bubblewrap-arguments.ts";
import { cannotDropPrivileges, dropPrivileges } from "./process/drop-privileges.ts";
import { findProgram, systemPath } from "./find-program.ts";
import { createPooledSandbox } from "./pooled-sandbox.ts";
import { pythonFolder } from "./python/python-folder.ts";
import type { PythonEnvironment } from "./python/python-environment.ts";
import { makeRuntimeFolder, nobody, type SandboxUser } from "./runtime-folder.ts";

export interface NoSandboxOptions {
  readonly python: () => Promise<PythonEnvironment>;
  readonly runtimeParent: string;
  readonly poolSize?: number;
  /** Who scripts run as; as root `nobody`, else whoever calls. `caller` keeps root's privileges: for tests that show what a sandbox is good for. */
  readonly user?: SandboxUser | "caller";
  readonly root?: boolean;
  readonly searchPath?: string;
}

/** No sandbox: a plain process with this user's files and network. Only for who typed `--sandbox none`. */
export function createNoSandbox(options: NoSandboxOptions): Sandbox {
  const { python, runtimeParent, poolSize = 2, root = process.getuid?.() === 0 } = options;
  const user = options.user ?? (root ? nobody : "caller");
  const other = user === "caller" ? undefined : user;
  const state: { python?: PythonEnvironment; setpriv?: string } = {};
  return createPooledSandbox({
    name: "none",
    poolSize,
    countsProcesses: "user",
    unavailable: async () => {
      if (!other) return undefined;
      const setpriv = await findProgram("setpriv", options.searchPath ?? systemPath);
      return setpriv === undefined ? cannotDropPrivileges : undefined;
    },
    makeRuntime: async () => {
      const setpriv = other && (await findProgram("setpriv", options.searchPath ?? systemPath));
      if (other && setpriv === undefined)
        throw new Error(`${cannotDropPrivileges.why} ${cannotDropPrivileges.fix}`);
      state.python = await python();
      if (setpriv !== undefined) state.setpriv = setpriv;
      const prelude = { name: "prelude.py", from: join(pythonFolder(), "prelude.py") };
      return makeRuntimeFolder({ parent: runtimeParent, user: other, files: [prelude] });
    },
    launch: (runtime, socketPath) => {
      const prelude = join(runtime.path, "prelude.py");
      const [program, ...args] = [
        ...(other && state.setpriv !== undefined ? dropPrivileges(state.setpriv, other) : []),
        state.python?.path ?? "python3",
        "-I",
        "-B",
        "-X",
        "utf8",
        prelude,
        socketPath,
      ];
      return {
        program,
        args,
        env: { ...environment, HOME: tmpdir() },
        descriptors: [],
        group: true,
        release: () => undefined,
      };
    },
  });
}
