import type { Job, Limits, Sandbox } from "../core/sandbox.ts";
import type { Outcome } from "../core/script.ts";
import { createPool } from "./pool.ts";
import { tasksOf } from "./process/process-tree.ts";
import { runJob } from "./process/run-job.ts";
import type { RuntimeFolder } from "./runtime-folder.ts";
import { startWarmProcess, type Launch } from "./process/warm-process.ts";
import { treeMemory } from "./process/tree-memory.ts";
import { watchBySampling, type Watch } from "./process/watch.ts";

export interface PooledSandbox {
  readonly name: Sandbox["name"];
  readonly poolSize: number;
  /**
   * How the kernel counts processes here: for this sandbox alone (`sandbox`), together with all others of this user (`user`: the limit is put on top of those
   * that run when the job starts), or elsewhere, by the backend itself (`backend`).
   */
  readonly countsProcesses: "sandbox" | "user" | "backend";
  unavailable(): Promise<{ why: string; fix: string } | undefined>;
  /** Made on first use, removed with the sandbox. */
  makeRuntime(): Promise<RuntimeFolder>;
  launch(runtime: RuntimeFolder, socketPath: string): Launch;
  /** Bounds the memory of the process tree when absent. */
  readonly watch?: Watch;
}

const watchTree = watchBySampling(({ pid, limits }) => treeMemory(pid, limits.memoryBytes));
const refillMs = 50;
/** A container on a machine that is very busy takes that long. */
const startSeconds = 60;

/** A sandbox of single-use processes that are started before they are needed. What differs between backends is how one is launched. */
export function createPooledSandbox(options: PooledSandbox): Sandbox {
  const once: { runtime?: Promise<RuntimeFolder>; closed: boolean } = { closed: false };
  const running = new Set<Promise<Outcome>>();
  const closing = new AbortController();
  const pool = createPool({
    size: options.poolSize,
    refillMs,
    start: async () => {
      const runtime = await (once.runtime ??= options.makeRuntime());
      return startWarmProcess({ runtime, launch: (socketPath) => options.launch(runtime, socketPath) });
    },
  });

  const run = async (job: Job): Promise<Outcome> => {
    const process = await pool.take();
    try {
      const failure = await within(process.ready, startSeconds);
      if (failure !== undefined) return refused(`The sandbox did not start: ${failure}`);
      const limits = limitsFor(options.countsProcesses, job.limits);
      const signal = job.signal ? AbortSignal.any([job.signal, closing.signal]) : closing.signal;
      return await runJob({
        process,
        job: { ...job, signal },
        limits,
        watch: options.watch ?? watchTree,
      });
    } finally {
      void process.dispose();
      pool.jobEnded();
    }
  };

  return {
    name: options.name,
    unavailable: () => options.unavailable(),
    warm: () => pool.fill(),
    run: (job) => {
      if (once.closed) return Promise.resolve(refused("The sandbox is closed."));
      const outcome = run(job).catch((error: unknown) =>
        refused(`The sandbox did not start: ${String(error)}`),
      );
      running.add(outcome);
      return outcome.finally(() => running.delete(outcome));
    },
    [Symbol.asyncDispose]: async () => {
      once.closed = true;
      closing.abort();
      await Promise.allSettled(running);
      await pool[Symbol.asyncDispose]();
      await (await once.runtime?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}

function limitsFor(counted: PooledSandbox["countsProcesses"], limits: Limits): { [name: string]: number } {
  const { processes, ...rest } = limits;
  if (counted === "backend") return rest;
  const others = counted === "user" ? tasksOf(process.getuid?.() ?? 0) : 0;
  return { ...rest, processes: others + processes };
}

function refused(why: string): Outcome {
  return { kind: "refused", stdout: "", stderr: "", ms: 0, why };
}

function within(ready: Promise<string | undefined>, seconds: number): Promise<string | undefined> {
  const late = new Promise<string>((resolve) => {
    setTimeout(() => resolve(`it was not ready after ${seconds} s`), seconds * 1000).unref();
  });
  return Promise.race([ready, late]);
}
