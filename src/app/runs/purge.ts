import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../core/errors.ts";
import type { PurgeRuns, RunSummary, Store } from "../../core/store.ts";
import { parseDuration, parseMoment } from "../parse-time.ts";
import { statusNamed } from "./status-named.ts";

export interface PurgeOptions {
  /** `30d`, or an ISO time. */
  readonly olderThan?: string;
  /** So many of the newest runs stay. */
  readonly keep?: number;
  /** Only runs with one of these: `answered`, `limit`, `budget`, `failed`, `cancelled`, `running` (left by a process that died). */
  readonly status?: readonly string[];
  readonly dryRun?: boolean;
}

export interface Purged {
  readonly dryRun: boolean;
  /** How many runs; `runs` names them. */
  readonly purged: number;
  readonly runs: readonly Pick<RunSummary, "id" | "startedAt" | "status" | "question">[];
  /** Responses that no other run uses, and their characters. */
  readonly bodies: number;
  readonly bytes: number;
  /** Exported directories below the home folder. */
  readonly folders: number;
}

export interface Purging {
  readonly store: Store;
  readonly home: string;
  readonly now: Date;
}

/** Removes runs, their responses, checkpoints and exported directories. The audit log stays, and says what went. Throws AppError `usage`. */
export async function purgeRuns({ store, home, now }: Purging, options: PurgeOptions): Promise<Purged> {
  const { olderThan, keep, status, dryRun = false } = options;
  if (olderThan === undefined && keep === undefined && status === undefined)
    throw new AppError("usage", "Which runs shall go?", {
      next: "nephoscope runs purge --older-than 30d   or --keep 100   or --status failed   (--dry-run shows them)",
    });
  return purge(
    { store, home, now },
    {
      ...(olderThan !== undefined && { before: parseMoment(olderThan, now).toISOString() }),
      ...(keep !== undefined && { keep }),
      ...(status !== undefined && { status: status.map(statusNamed) }),
      dryRun,
      at: now.toISOString(),
      because: `runs purge ${wordsOf(options)}`,
    },
  );
}

/** What the configuration's `retention` asks for; cheap when nothing is old enough. */
export async function applyRetention(purging: Purging, retention: string): Promise<Purged> {
  const before = new Date(purging.now.getTime() - parseDuration(retention) * 1000).toISOString();
  return purge(purging, {
    before,
    quick: true,
    at: purging.now.toISOString(),
    because: `retention: ${retention}`,
  });
}

async function purge({ store, home }: Purging, which: PurgeRuns): Promise<Purged> {
  const { runs, bodies, bytes } = await store.purge(which);
  const folders = runs.map((run) => join(home, "runs", run.id)).filter((folder) => existsSync(folder));
  if (!which.dryRun) for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  return {
    dryRun: which.dryRun ?? false,
    purged: runs.length,
    runs: runs.map(({ id, startedAt, status, question }) => ({ id, startedAt, status, question })),
    bodies,
    bytes,
    folders: folders.length,
  };
}

function wordsOf({ olderThan, keep, status }: PurgeOptions): string {
  return [
    ...(olderThan === undefined ? [] : [`--older-than ${olderThan}`]),
    ...(keep === undefined ? [] : [`--keep ${keep}`]),
    ...(status === undefined ? [] : [`--status ${status.join(",")}`]),
  ].join(" ");
}
