import { AppError } from "../../core/errors.ts";
import { startOf } from "../../core/fold/fold-record.ts";
import type { Sent } from "../../trace/trace.ts";
import { eventsOfRun } from "../runs/runs.ts";
import type { Workshop } from "../workshop.ts";

export interface TracedRun {
  readonly run: string;
  readonly sent: readonly Sent[];
}

/** Somebody waits for it: longer than at the end of a process, yet not for ever. */
const milliseconds = 30_000;

/** Sends a stored run to every configured tracing system. Throws AppError `not-found`, or `configuration` where none is configured. */
export async function traceRun(workshop: Workshop, idOrPrefix: string): Promise<TracedRun> {
  const { run } = startOf(await eventsOfRun(workshop.store(), idOrPrefix));
  const tracing = workshop.tracing();
  if (!tracing.on)
    throw new AppError(
      "configuration",
      "No tracing system is configured: there is nowhere to send the run to.",
      {
        next: `nephoscope runs trace ${run} --trace langsmith   or tracing: in config.yaml (docs/tracing.md)`,
      },
    );
  return { run, sent: await tracing.send(run, AbortSignal.timeout(milliseconds)) };
}
