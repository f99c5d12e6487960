import { AppError } from "../../core/errors.ts";
import type { Event } from "../../core/event.ts";
import type { AnyRecord } from "../../core/fold/fold-run.ts";
import { foldRun } from "../../core/fold/fold-run.ts";
import type { RunSummary, Store } from "../../core/store.ts";
import { statusNamed } from "./status-named.ts";

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
  if (status !== undefined) statusNamed(status);
  return store.runs({ limit, ...(status !== undefined && { status }), ...(job !== undefined && { job }) });
}

/** Runs in which one is looked for whose id was not told in full. */
const mostLooked = 10_000;

/** The events of a run by its id or an unambiguous prefix. Throws AppError `not-found`. */
export async function eventsOfRun(store: Store, idOrPrefix: string): Promise<readonly Event[]> {
  const id = await store.findRun(idOrPrefix);
  const events = id === undefined ? [] : await store.events(id);
  if (events.length > 0) return events;
  const alike = (await store.runs({ limit: mostLooked }))
    .map((run) => run.id)
    .filter((run) => idOrPrefix !== "" && run.startsWith(idOrPrefix));
  const [one = "", other = ""] = alike;
  if (alike.length > 1)
    throw new AppError("usage", `Several runs begin with "${idOrPrefix}": ${one}, ${other} …`, {
      next: "Give more of the id (nephoscope runs list).",
    });
  throw new AppError("not-found", `There is no run "${idOrPrefix}".`, { next: "nephoscope runs list" });
}

/** The record of a run, whatever its job: the fold of its events. `show` and `export` print it. Throws AppError `not-found`. */
export async function recordOfRun(store: Store, idOrPrefix: string): Promise<AnyRecord> {
  return foldRun(await eventsOfRun(store, idOrPrefix));
}
