import { sql } from "kysely";
import type { DatabaseSync } from "node:sqlite";
import type { PurgedRuns, PurgeRuns, RunSummary } from "../core/store.ts";
import type { Leases } from "./leases.ts";
import { queries } from "./query-runner.ts";
import type { QueryRunner } from "./query-runner.ts";
import type { SqliteAudit } from "./sqlite-audit.ts";

export interface PurgeParts {
  readonly database: DatabaseSync;
  readonly queries: QueryRunner;
  readonly audit: SqliteAudit;
  readonly leases: Leases;
  readonly graceSeconds: number;
}

/** Removes runs with their events, checkpoints and unused responses, and gives the space back. The audit log says which. */
export function purgeRuns(which: PurgeRuns, parts: PurgeParts): PurgedRuns {
  if (which.dryRun) return planned(which, parts);
  parts.audit.look(which.at);
  const purged = parts.audit.transact((add) => {
    const plan = planned(which, parts);
    for (const { id } of plan.runs) removeRun(parts.queries, id);
    if (plan.bodies > 0)
      parts.queries.run(queries.deleteFrom("bodies").where(unused(parts.graceSeconds, [])));
    if (plan.runs.length > 0 || plan.bodies > 0)
      add({
        at: which.at,
        body: {
          kind: "purge",
          runs: plan.runs.map((run) => run.id),
          bodies: plan.bodies,
          because: which.because,
        },
      });
    return plan;
  });
  if (purged.runs.length > 0 || purged.bodies > 0) shrink(parts.database);
  return purged;
}

function planned(which: PurgeRuns, { queries: runner, leases, graceSeconds }: PurgeParts): PurgedRuns {
  const runs = chosen(which, runner, new Set(leases.living(which.at)));
  if (which.quick && runs.length === 0) return { runs, bodies: 0, bytes: 0 };
  const condition = unused(
    graceSeconds,
    runs.map((run) => run.id),
  );
  const [sum] = runner.run(
    queries
      .selectFrom("bodies")
      .select([sql<number>`count(*)`.as("bodies"), sql<number>`coalesce(sum(length(body)), 0)`.as("bytes")])
      .where(condition),
  );
  return { runs, bodies: sum?.bodies ?? 0, bytes: sum?.bytes ?? 0 };
}

function chosen(
  { before, keep = 0, status }: PurgeRuns,
  runner: QueryRunner,
  living: ReadonlySet<string>,
): readonly RunSummary[] {
  const all = queries
    .selectFrom("runs")
    .select(["id", "status", "started_at", "summary"])
    .orderBy("started_at", "desc")
    .orderBy("id", "desc");
  const older = before === undefined ? all : all.where("started_at", "<", before);
  const [newest] = keep === 0 ? [] : runner.run(all.limit(1).offset(keep - 1));
  if (keep > 0 && !newest) return [];
  return runner
    .run(older)
    .filter(
      (run) =>
        !living.has(run.id) &&
        (status === undefined || status.includes(run.status)) &&
        (!newest || run.started_at + run.id < newest.started_at + newest.id),
    )
    .map((run) => JSON.parse(run.summary) as RunSummary);
}

function removeRun(runner: QueryRunner, run: string): void {
  runner.run(queries.deleteFrom("events").where("run", "=", run));
  runner.run(queries.deleteFrom("body_uses").where("run", "=", run));
  for (const table of ["checkpoints", "checkpoint_values", "checkpoint_writes"] as const)
    runner.run(queries.deleteFrom(table).where("thread", "=", run));
  runner.run(queries.deleteFrom("leases").where("run", "=", run));
  runner.run(queries.deleteFrom("runs").where("id", "=", run));
}

/** Bodies that no run uses beside those that go, and that were not put just now. */
function unused(graceSeconds: number, going: readonly string[]) {
  const gone = JSON.stringify(going);
  return sql<boolean>`put_at <= unixepoch() - ${graceSeconds} AND digest NOT IN
    (SELECT digest FROM body_uses WHERE run NOT IN (SELECT value FROM json_each(${gone})))`;
}

/** Gives freed pages back and empties the log beside the file, in which what was deleted would linger. Somebody else's reading may put it off. */
function shrink(database: DatabaseSync): void {
  const mode = Number(database.prepare("PRAGMA auto_vacuum").get()?.["auto_vacuum"] ?? 0);
  try {
    // A file from before this was thought of is written anew once.
    database.exec(mode === 2 ? "PRAGMA incremental_vacuum" : "PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (error) {
    if (!(error instanceof Error && /locked|busy/i.test(error.message))) throw error;
  }
}
