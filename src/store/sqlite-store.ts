import { sql } from "kysely";
import type { DatabaseSync } from "node:sqlite";
import { AppError } from "../core/errors.ts";
import { Event, EventBody } from "../core/event.ts";
import { foldSummary } from "../core/fold-summary.ts";
import type { Json } from "../core/json.ts";
import type { RunSummary, Store } from "./store.ts";
import { openDatabase, transact } from "./open-database.ts";
import type { OpenDatabase } from "./open-database.ts";
import { createQueryRunner, queries } from "./query-runner.ts";
import type { QueryRunner } from "./query-runner.ts";

export interface SqliteStoreOptions extends OpenDatabase {
  /** A body put this recently is not purged: the call that names it may be about to be written by another process. */
  readonly graceSeconds?: number;
}

/** The store of one machine: one SQLite file, several processes at once. */
export function createSqliteStore({ graceSeconds = 60, ...open }: SqliteStoreOptions): Store {
  return new SqliteStore(openDatabase(open), graceSeconds);
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #queries: QueryRunner;
  readonly #graceSeconds: number;

  constructor(database: DatabaseSync, graceSeconds: number) {
    this.#database = database;
    this.#queries = createQueryRunner(database);
    this.#graceSeconds = graceSeconds;
  }

  async append(run: string, at: string, body: EventBody): Promise<Event> {
    const { kind, ...rest } = EventBody.parse(body);
    const text = JSON.stringify(rest);
    return transact(this.#database, () => {
      const next = sql<number>`(SELECT coalesce(max(seq), 0) + 1 FROM events WHERE run = ${run})`;
      const [row] = this.#queries.run(
        queries.insertInto("events").values({ run, seq: next, at, kind, body: text }).returning("seq"),
      );
      if (!row) throw new AppError("bug", "SQLite did not say which number the event got.");
      const event = eventOf({ run, seq: row.seq, at, kind, body: text });
      if (!event) throw new AppError("bug", `The event ${kind} cannot be read back.`);
      this.#summarize(event);
      if (event.kind === "call" && event.call.responseDigest !== undefined) {
        const use = { run, digest: event.call.responseDigest };
        this.#queries.run(
          queries
            .insertInto("body_uses")
            .values(use)
            .onConflict((conflict) => conflict.doNothing()),
        );
      }
      return event;
    });
  }

  async events(run: string, from = 1): Promise<readonly Event[]> {
    const rows = this.#queries.run(
      queries.selectFrom("events").selectAll().where("run", "=", run).where("seq", ">=", from).orderBy("seq"),
    );
    return rows.flatMap((row) => eventOf(row) ?? []);
  }

  async putBody(digest: string, body: Json): Promise<void> {
    const row = { digest, body: JSON.stringify(body), put_at: sql<number>`unixepoch()` };
    const insert = queries.insertInto("bodies").values(row);
    this.#queries.run(
      insert.onConflict((conflict) =>
        conflict.column("digest").doUpdateSet({ put_at: sql<number>`unixepoch()` }),
      ),
    );
  }

  async body(digest: string): Promise<Json | undefined> {
    const [row] = this.#queries.run(queries.selectFrom("bodies").select("body").where("digest", "=", digest));
    return row && (JSON.parse(row.body) as Json);
  }

  async runs({ status, job, limit }: { status?: string; job?: string; limit?: number } = {}): Promise<
    readonly RunSummary[]
  > {
    const all = queries
      .selectFrom("runs")
      .select("summary")
      .orderBy("started_at", "desc")
      .orderBy("id", "desc");
    const ofStatus = status === undefined ? all : all.where("status", "=", status);
    const ofJob = job === undefined ? ofStatus : ofStatus.where("job", "=", job);
    const rows = this.#queries.run(limit === undefined ? ofJob : ofJob.limit(limit));
    return rows.map((row) => summaryOf(row.summary));
  }

  async findRun(idOrPrefix: string): Promise<string | undefined> {
    if (idOrPrefix === "") return undefined;
    const starts = sql<boolean>`substr(id, 1, ${idOrPrefix.length}) = ${idOrPrefix}`;
    const rows = this.#queries.run(
      queries.selectFrom("runs").select("id").where(starts).orderBy("id").limit(2),
    );
    const [first, second] = rows;
    return first?.id === idOrPrefix || second === undefined ? first?.id : undefined;
  }

  async purge(before: string): Promise<number> {
    const count = transact(this.#database, () => {
      const old = queries.selectFrom("runs").select("id").where("started_at", "<", before);
      this.#queries.run(queries.deleteFrom("events").where("run", "in", old));
      this.#queries.run(queries.deleteFrom("body_uses").where("run", "in", old));
      for (const table of ["checkpoints", "checkpoint_values", "checkpoint_writes"] as const) {
        this.#queries.run(queries.deleteFrom(table).where("thread", "in", old));
      }
      const purged = this.#queries.run(
        queries.deleteFrom("runs").where("started_at", "<", before).returning("id"),
      );
      const used = queries.selectFrom("body_uses").select("digest");
      const settled = sql<number>`unixepoch() - ${this.#graceSeconds}`;
      this.#queries.run(
        queries.deleteFrom("bodies").where("digest", "not in", used).where("put_at", "<=", settled),
      );
      return purged.length;
    });
    // What was deleted must not linger in the log beside the file.
    if (count > 0) this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    return count;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#database.isOpen) this.#database.close();
  }

  #summarize(event: Event): void {
    const [row] =
      event.seq === 1
        ? []
        : this.#queries.run(queries.selectFrom("runs").select("summary").where("id", "=", event.run));
    const summary = foldSummary(row && summaryOf(row.summary), event);
    const columns = {
      job: summary.job,
      status: summary.status,
      started_at: summary.startedAt,
      summary: JSON.stringify(summary),
    };
    const insert = queries.insertInto("runs").values({ id: event.run, ...columns });
    this.#queries.run(insert.onConflict((conflict) => conflict.column("id").doUpdateSet(columns)));
  }
}

const kinds: ReadonlySet<string> = new Set(EventBody.options.map((option) => option.shape.kind.value));

/** Undefined for a kind that a newer version wrote: readers ignore it. */
function eventOf(row: {
  run: string;
  seq: number;
  at: string;
  kind: string;
  body: string;
}): Event | undefined {
  if (!kinds.has(row.kind)) return undefined;
  return Event.parse({
    run: row.run,
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    ...(JSON.parse(row.body) as object),
  });
}

/** Only for text that this file wrote. */
function summaryOf(text: string): RunSummary {
  return JSON.parse(text) as RunSummary;
}
