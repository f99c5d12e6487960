import { Worker } from "node:worker_threads";
import { AppError } from "../../core/errors.ts";
import type { Linted } from "./ruff.ts";

export interface Linter extends AsyncDisposable {
  /** Starts the worker, so that the first script does not wait for it. */
  warm(): void;
  /** Undefined when ruff does not come to an end in time. Throws AppError when its worker dies; the next call starts a new one. */
  lint(code: string): Promise<Linted | undefined>;
}

interface Waiting {
  readonly resolve: (linted: Linted | undefined) => void;
  readonly reject: (error: AppError) => void;
  readonly timer: NodeJS.Timeout;
}

/** Ruff in a thread of its own, started on first use. It never keeps the process alive by itself. */
export function createLinter({ timeoutMs = 15_000 }: { timeoutMs?: number } = {}): Linter {
  const waiting = new Map<number, Waiting>();
  const state: { worker?: Worker; serial: number } = { serial: 0 };

  const fail = (worker: Worker, why: string): void => {
    if (state.worker !== worker) return;
    delete state.worker;
    for (const { reject, timer } of waiting.values()) {
      clearTimeout(timer);
      reject(new AppError("environment", `Ruff could not check the script: ${why}.`, { retryable: true }));
    }
    waiting.clear();
    void worker.terminate();
  };

  const start = (): Worker => {
    if (state.worker) return state.worker;
    const worker = new Worker(workerFile(import.meta.url));
    state.worker = worker;
    worker.on("message", ({ id, linted }: { id: number; linted: Linted }) => {
      const request = waiting.get(id);
      if (request === undefined) return;
      waiting.delete(id);
      clearTimeout(request.timer);
      request.resolve(linted);
      if (waiting.size === 0) worker.unref();
    });
    worker.on("error", (error: Error) => fail(worker, error.message));
    worker.on("exit", () => fail(worker, "its worker ended"));
    worker.unref();
    return worker;
  };

  return {
    warm: () => void start(),
    lint: (code) =>
      new Promise((resolve, reject) => {
        const worker = start();
        const id = state.serial;
        state.serial += 1;
        const timer = setTimeout(() => {
          waiting.delete(id);
          resolve(undefined);
          fail(worker, `no answer within ${timeoutMs} ms`);
        }, timeoutMs);
        waiting.set(id, { resolve, reject, timer });
        worker.ref();
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
        worker.postMessage({ id, code });
      }),
    async [Symbol.asyncDispose]() {
      const { worker } = state;
      if (worker === undefined) return;
      fail(worker, "it was closed");
      await worker.terminate();
    },
  };
}

/** The worker lies beside this file: as `.ts` in a checkout, as `.js` once compiled. */
function workerFile(here: string): URL {
  return new URL(here.endsWith(".ts") ? "./lint-worker.ts" : "./lint-worker.js", here);
}
