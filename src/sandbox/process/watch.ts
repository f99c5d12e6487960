import type { Limits } from "../../core/sandbox.ts";

export interface Watched {
  /** The process that this one started, as this machine numbers it. */
  readonly pid: number;
  readonly limits: Limits;
  /** Ends the job as `out-of-memory`, for this reason. */
  stop(why: string): void;
}

/** Watches the memory of a running job, which it may stop. */
export type Watch = (watched: Watched) => Watching;

export interface Watching {
  /** Ends the watch; the most memory that was seen, where it is known. */
  end(): number | undefined;
}

export interface Sample {
  readonly bytes: number;
  readonly peakBytes: number;
  /** Why the job must end at once, whatever it holds now. */
  readonly stop?: string;
}

const calm = { leastMs: 50, mostMs: 250 };
const alert = { leastMs: 10, mostMs: 50 };

/**
 * Samples at once, then every 50 ms, every 10 ms from half of the bound on; less often (up to five times) where one sample takes more than a tenth of that.
 * What a script takes between two samples is bounded by its limits of processes and address space only.
 */
export function watchBySampling(
  sample: (watched: Watched) => Sample | undefined,
  name = "it and the processes it started",
): Watch {
  return (watched) => {
    const state: { peak?: number; timer?: NodeJS.Timeout } = {};
    const look = () => {
      const started = performance.now();
      const seen = sample(watched);
      const bound = watched.limits.memoryBytes;
      if (seen) state.peak = Math.max(state.peak ?? 0, seen.peakBytes);
      if (seen && (seen.stop !== undefined || seen.bytes > bound)) {
        watched.stop(seen.stop ?? tooMuch(name, bound));
        return;
      }
      const { leastMs, mostMs } = seen && seen.bytes > bound / 2 ? alert : calm;
      const spent = performance.now() - started;
      state.timer = setTimeout(look, Math.min(mostMs, Math.max(leastMs, 10 * spent)));
      state.timer.unref();
    };
    look();
    return {
      end: () => {
        clearTimeout(state.timer);
        return state.peak;
      },
    };
  };
}

function tooMuch(name: string, bound: number): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)} used more than ${Math.round(bound / 1024 ** 2)} MiB of memory together and were stopped.`;
}
