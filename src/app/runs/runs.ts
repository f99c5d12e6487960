import { AppError } from "../../core/errors.ts";
import type { Event } from "../../core/event.ts";
import type { AnyRecord } from "../../core/fold/fold-run.ts";
import { foldRun } from "../../core/fold/fold-run.ts";
import type { RunSummary, Store } from "../../core/store.ts";

export interface ListRuns {
  readonly status?: string;
  readonly job?: string;
  readonly limit?: number;
}

/** Newest first. */
export async function listRuns(
  store: Store,
  { status, job, limit = 50 }: ListRuns = {},
): Promise<readonly RunSummary[]> {
  return store.runs({ limit, ...(status !== undefined && { status }), ...(job !== undefined && { job }) });
}

/** The events of a run by its id or an unambiguous prefix. Throws AppError `not-found`. */
export async function eventsOfRun(store: Store, idOrPrefix: string): Promise<readonly Event[]> {
  const id = await store.findRun(idOrPrefix);
  const events = id === undefined ? [] : await store.events(id);
  if (events.length > 0) return events;
  throw new AppError("not-found", `No run, or more than one, is called ${idOrPrefix}.`, {
    next: "nephoscope runs list",
  });
}

/** The record of a run, whatever its job: the fold of its events. `show` and `export` print it. Throws AppError `not-found`. */
export async function recordOfRun(store: Store, idOrPrefix: string): Promise<AnyRecord> {
  return foldRun(await eventsOfRun(store, idOrPrefix));
}
