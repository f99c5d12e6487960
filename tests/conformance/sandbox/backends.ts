import { mkdtemp } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import type { Sandbox } from "../../../src/core/sandbox.ts";
import { createBubblewrapSandbox } from "../../../src/sandbox/bubblewrap/bubblewrap.ts";
import { createContainerSandbox } from "../../../src/sandbox/container/container.ts";
import { createLandlockSandbox } from "../../../src/sandbox/landlock/landlock.ts";
import { createNoSandbox } from "../../../src/sandbox/none.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";

const root = process.getuid?.() === 0;
const cacheFolder =
  process.env["NEPHOSCOPE_CACHE"] ??
  (root
    ? "/var/cache/nephoscope"
    : join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "nephoscope"));

export const python = () =>
  ensurePython({
    cacheFolder,
    report: (line) => process.stderr.write(`${line}\n`),
    searchPath: process.env["PATH"] ?? "",
  });

async function runtimeParent(): Promise<string> {
  return root ? "/run/nephoscope" : mkdtemp(join(tmpdir(), "nephoscope-"));
}

export interface Backend {
  /** As `Sandbox.name`, with the engine behind it where there are several. */
  readonly name: string;
  readonly create: () => Promise<Sandbox>;
}

/** Every backend that isolates. */
export const isolating: readonly Backend[] = [
  {
    name: "bubblewrap",
    create: async () => createBubblewrapSandbox({ python, runtimeParent: await runtimeParent() }),
  },
  {
    name: "landlock",
    create: async () => createLandlockSandbox({ python, runtimeParent: await runtimeParent() }),
  },
  ...(["docker", "podman"] as const).map((engine) => ({
    name: `container (${engine})`,
    create: async () =>
      createContainerSandbox({ python, runtimeParent: await runtimeParent(), engines: [engine] }),
  })),
];

/** Why a backend cannot be used on this machine; undefined when it can. */
export async function whyNot({ create }: Backend): Promise<string | undefined> {
  await using sandbox = await create();
  const missing = await sandbox.unavailable();
  return missing && `${missing.why} ${missing.fix}`;
}

/**
 * The backends of this machine, and the others with the reason why they are skipped. Of two container engines the first is enough for the tests; the attack
 * (`scripts/attack/sandbox.ts`) takes both.
 */
export async function availableBackends(): Promise<{
  readonly available: readonly Backend[];
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}> {
  const available: Backend[] = [];
  const skipped: { readonly name: string; readonly why: string }[] = [];
  for (const backend of isolating) {
    const tested = isContainer(backend) && available.find(isContainer);
    const why = tested ? `${tested.name} is tested already` : await whyNot(backend);
    if (why === undefined) available.push(backend);
    else skipped.push({ name: backend.name, why });
  }
  return { available, skipped };
}

function isContainer({ name }: Backend): boolean {
  return name.startsWith("container");
}

/** A plain process with the caller's own privileges. */
export async function createControl(): Promise<Sandbox> {
  return createNoSandbox({
    python,
    runtimeParent: await mkdtemp(join(tmpdir(), "nephoscope-")),
    user: "caller",
    poolSize: 1,
  });
}
