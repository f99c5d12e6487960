import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../core/sandbox.ts";
import { environment } from "./bubblewrap-arguments.ts";
import { createPooledSandbox } from "./pooled-sandbox.ts";
import { pythonFolder } from "./python-folder.ts";
import type { PythonEnvironment } from "./python-environment.ts";
import { makeRuntimeFolder } from "./runtime-folder.ts";

export interface NoSandboxOptions {
  readonly python: () => Promise<PythonEnvironment>;
  readonly runtimeParent: string;
  readonly poolSize?: number;
}

/** No sandbox: a plain process of this user, with its files and its network. Only for who typed `--sandbox none`. */
export function createNoSandbox({ python, runtimeParent, poolSize = 2 }: NoSandboxOptions): Sandbox {
  const state: { python?: PythonEnvironment } = {};
  const prelude = join(pythonFolder(), "prelude.py");
  return createPooledSandbox({
    name: "none",
    poolSize,
    // The limit would count every process of the user.
    countsProcesses: false,
    unavailable: () => Promise.resolve(undefined),
    makeRuntime: async () => {
      state.python = await python();
      return makeRuntimeFolder({ parent: runtimeParent, user: undefined, files: [] });
    },
    launch: (_, socketPath) => ({
      program: state.python?.path ?? "python3",
      args: ["-I", "-B", "-X", "utf8", prelude, socketPath],
      env: { ...environment, HOME: tmpdir() },
      descriptors: [],
      group: true,
      release: () => undefined,
    }),
  });
}
