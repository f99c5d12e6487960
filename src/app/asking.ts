import type { Asking } from "../core/asking.ts";
import { AppError } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import { foldRecord } from "../core/fold/fold-record.ts";
import type { AgentRun } from "../agent/agent.ts";

/** Makes an `Asking` of a run that is being started: its events as they come, its record in the end. */
export function asking(
  start: (signal: AbortSignal) => Promise<AgentRun | { readonly events: readonly Event[] }>,
  outer?: AbortSignal,
): Asking {
  const stop = new AbortController();
  const signal = outer ? AbortSignal.any([outer, stop.signal]) : stop.signal;
  const run = start(signal);
  const record = run.then(async (started) =>
    foldRecord("events" in started ? started.events : await started.finished),
  );
  // Whoever only iterates meets the failure there.
  record.catch(() => undefined);
  return {
    record,
    cancel: () => stop.abort(new AppError("interrupted", "The run was interrupted.")),
    async *[Symbol.asyncIterator]() {
      const started = await run;
      if ("events" in started) yield* started.events;
      else yield* started;
    },
  };
}
