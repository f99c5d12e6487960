import { mkdtemp } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { defaultLimits, type Job, type Sandbox } from "../../../src/core/sandbox.ts";
import type { Outcome } from "../../../src/core/script.ts";
import { createBubblewrapSandbox } from "../../../src/sandbox/bubblewrap.ts";
import { createNoSandbox } from "../../../src/sandbox/none.ts";
import { ensurePython } from "../../../src/sandbox/python-environment.ts";

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

/** Every backend that isolates; one that cannot be used here is named as skipped. */
export const isolating: readonly { readonly name: string; readonly create: () => Promise<Sandbox> }[] = [
  {
    name: "bubblewrap",
    create: async () => createBubblewrapSandbox({ python, runtimeParent: await runtimeParent() }),
  },
];

export async function createControl(): Promise<Sandbox> {
  return createNoSandbox({
    python,
    runtimeParent: await mkdtemp(join(tmpdir(), "nephoscope-")),
    poolSize: 1,
  });
}

/** Runs a script with small limits; connections are closed unless the job says otherwise. */
export function run(sandbox: Sandbox, code: string, job: Partial<Job> = {}): Promise<Outcome> {
  return sandbox.run({
    code,
    region: "eu-west-1",
    connect: (stream) => void stream.destroy(),
    ...job,
    limits: { ...defaultLimits, seconds: 60, ...job.limits },
  });
}
