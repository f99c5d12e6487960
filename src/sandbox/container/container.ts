import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { defaultLimits, type Sandbox } from "../../core/sandbox.ts";
import { containerArguments } from "./container-arguments.ts";
import { ensureContainerImage } from "./container-image.ts";
import { watchContainer } from "./container-memory.ts";
import { findContainerEngine, type ContainerEngine } from "./find-container-engine.ts";
import { systemPath } from "../find-program.ts";
import { createPooledSandbox } from "../pooled-sandbox.ts";
import { pythonFolder } from "../python/python-folder.ts";
import type { PythonEnvironment } from "../python/python-environment.ts";
import { removeDeadContainers } from "./remove-dead-containers.ts";
import { runCommand, type RunCommand } from "../process/run-command.ts";
import { makeRuntimeFolder, type RuntimeFolder } from "../runtime-folder.ts";
import { seccompProfile } from "../process/seccomp-profile.ts";
import type { Launch } from "../process/warm-process.ts";

export interface ContainerOptions {
  /** Made by `ensurePython`; asked for when the first sandbox is started. */
  readonly python: () => Promise<PythonEnvironment>;
  /** Folder for sockets: `/run/nephoscope` as root, else one that only this user can enter. */
  readonly runtimeParent: string;
  readonly poolSize?: number;
  readonly searchPath?: string;
  /** Which engines to look for, in this order. */
  readonly engines?: readonly ContainerEngine["name"][];
  readonly run?: RunCommand;
  /** Progress for a person, a line each. */
  readonly report?: (line: string) => void;
}

const patienceMs = 10_000;

/**
 * Sandboxes of Docker or Podman, whichever answers, from an image made of this machine's own Python. Memory and processes are bounded by control groups.
 * Scripts run as `nobody` whoever calls.
 */
export function createContainerSandbox(options: ContainerOptions): Sandbox {
  const run = options.run ?? runCommand;
  const once: { engine?: ReturnType<typeof findContainerEngine>; ready?: Prepared } = {};
  const first = new Map<number, number>();
  const engine = () =>
    (once.engine ??= findContainerEngine({
      run,
      searchPath: options.searchPath ?? systemPath,
      ...(options.engines && { engines: options.engines }),
    }));
  return createPooledSandbox({
    name: "container",
    poolSize: options.poolSize ?? 2,
    countsProcesses: "backend",
    unavailable: async () => {
      const found = await engine();
      return "why" in found ? found : undefined;
    },
    makeRuntime: async () => {
      const [found, python] = await Promise.all([engine(), options.python()]);
      if ("why" in found) throw new Error(`${found.why} ${found.fix}`);
      const [image] = await Promise.all([
        ensureContainerImage({
          engine: found,
          python,
          run,
          ...(options.report && { report: options.report }),
        }),
        removeDeadContainers({ engine: found, run, space: processSpace(), label }),
      ]);
      once.ready = { engine: found, image };
      return makeRuntimeFolder({
        parent: options.runtimeParent,
        user: undefined,
        shared: "handed-in",
        files: filesOf(found),
      });
    },
    launch: (runtime, socketPath) => {
      if (!once.ready) throw new Error("launched before it was prepared");
      return launchContainer({ ...once.ready, runtime, socketPath, run, first });
    },
    watch: watchContainer((client) => first.get(client)),
  });
}

interface Prepared {
  readonly engine: ContainerEngine;
  readonly image: string;
}

/** Label by which containers of a nephoscope that was killed are found: its process, and the space in which that number holds. */
const label = "nephoscope.process";

function processSpace(): string {
  return readlinkSync("/proc/self/ns/pid").replaceAll(/\D/g, "");
}

function filesOf({ architecture }: ContainerEngine) {
  return [
    { name: "prelude.py", from: join(pythonFolder(), "prelude.py") },
    { name: "guard.py", from: join(pythonFolder(), "guard.py") },
    { name: "empty", bytes: Buffer.alloc(0) },
    { name: "seccomp.json", bytes: Buffer.from(seccompProfile(architecture)) },
  ];
}

interface LaunchContainer extends Prepared {
  readonly runtime: RuntimeFolder;
  readonly socketPath: string;
  readonly run: RunCommand;
  /** The first process of each container, by the client that stands for it here. */
  readonly first: Map<number, number>;
}

/** The client stands for the container: it carries its streams and exit code, and ends when the container is gone. */
function launchContainer({ engine, image, runtime, socketPath, run, first }: LaunchContainer): Launch {
  const name = `nephoscope-${process.pid}-${randomBytes(6).toString("hex")}`;
  const file = (each: string) => join(runtime.path, each);
  const state: { client?: number } = {};
  return {
    program: engine.program,
    args: containerArguments({
      engine: engine.name,
      image,
      name,
      label: `${label}=${processSpace()}-${process.pid}`,
      guard: file("guard.py"),
      prelude: file("prelude.py"),
      socket: socketPath,
      profile: file("seccomp.json"),
      empty: file("empty"),
      limits: defaultLimits,
    }),
    descriptors: [],
    group: false,
    guarded: true,
    owner: "anybody",
    release: () => undefined,
    waits: (client) => {
      void firstProcess(engine, name, run).then((pid) => {
        if (client.pid === undefined || pid === undefined) return;
        state.client = client.pid;
        first.set(client.pid, pid);
      });
    },
    kill: (client) => {
      void run(engine.program, ["rm", "--force", name]);
      setTimeout(() => client.kill("SIGKILL"), patienceMs).unref();
    },
    ended: async () => {
      if (state.client !== undefined) first.delete(state.client);
    },
  };
}

/** Undefined when the container has ended already. */
async function firstProcess(
  engine: ContainerEngine,
  name: string,
  run: RunCommand,
): Promise<number | undefined> {
  const answer = await run(engine.program, ["inspect", "--format", "{{.State.Pid}}", name]);
  const pid = Number(answer.stdout.trim());
  return answer.exitCode === 0 && pid > 0 ? pid : undefined;
}
