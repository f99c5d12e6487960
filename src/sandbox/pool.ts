import type { WarmProcess } from "./process/warm-process.ts";

export interface PoolOptions {
  /** How many warm processes wait. */
  readonly size: number;
  /** How long after a job the next one is started: at once, it would compete with the script's end and what follows it. */
  readonly refillMs: number;
  readonly start: () => Promise<WarmProcess>;
}

/** Warm processes, each given out once. */
export interface Pool extends AsyncDisposable {
  /** Starts what is missing; returns at once. */
  fill(): void;
  /** A process, the readiest there is; starts one when none waits. May reject where `start` does. */
  take(): Promise<WarmProcess>;
  /** To be called when a job has ended. */
  jobEnded(): void;
}

interface Waiting {
  readonly process: Promise<WarmProcess>;
  started?: WarmProcess;
  ready: boolean;
}

export function createPool({ size, refillMs, start }: PoolOptions): Pool {
  const waiting: Waiting[] = [];
  const state = { closed: false, timer: undefined as NodeJS.Timeout | undefined };

  const add = () => {
    const entry: Waiting = { process: start(), ready: false };
    waiting.push(entry);
    entry.process.then(
      async (process) => {
        entry.started = process;
        if ((await process.ready) !== undefined) return forget(entry);
        entry.ready = true;
        await process.exit;
        forget(entry);
      },
      () => forget(entry),
    );
  };

  /** One that died while it waited is not handed out; `fill` replaces it. */
  const forget = (entry: Waiting) => {
    const index = waiting.indexOf(entry);
    if (index < 0) return;
    waiting.splice(index, 1);
    void entry.started?.dispose();
  };

  const fill = () => {
    while (!state.closed && waiting.length < size) add();
  };

  const take = async (): Promise<WarmProcess> => {
    for (;;) {
      if (waiting.length === 0) return start();
      const entry = waiting.find((each) => each.ready) ?? waiting[0];
      if (!entry) continue;
      waiting.splice(waiting.indexOf(entry), 1);
      const process = await entry.process;
      if (!entry.ready || process.alive()) return process;
      await process.dispose();
    }
  };

  return {
    fill,
    take,
    jobEnded: () => {
      if (state.closed || state.timer) return;
      state.timer = setTimeout(() => {
        state.timer = undefined;
        fill();
      }, refillMs).unref();
    },
    [Symbol.asyncDispose]: async () => {
      state.closed = true;
      clearTimeout(state.timer);
      const left = waiting.splice(0);
      await Promise.all(left.map(async (entry) => (await entry.process.catch(() => undefined))?.dispose()));
    },
  };
}
