import { sql } from "kysely";
import type { DatabaseSync } from "node:sqlite";
import { auditOfEvent, bodiesOf, digestOfStored } from "../core/audit/audit-of-event.ts";
import { AppError } from "../core/errors.ts";
import { Event, EventBody } from "../core/event.ts";
import { foldSummary } from "../core/fold/fold-summary.ts";
import type { Json } from "../core/json/json.ts";
import type { PurgedRuns, PurgeRuns } from "../core/store.ts";
import type { RunSummary, Store } from "./store.ts";
import { HeadFile } from "./head-file.ts";
import type { HeadFileOptions } from "./head-file.ts";
import { Leases } from "./leases.ts";
import { openDatabase } from "./open-database.ts";
import type { OpenDatabase } from "./open-database.ts";
import { purgeRuns } from "./purge-runs.ts";
import { createQueryRunner, queries } from "./query-runner.ts";
import type { QueryRunner } from "./query-runner.ts";
import { SqliteAudit } from "./sqlite-audit.ts";
import type { NewEntry } from "../core/audit/audit.ts";

export interface SqliteStoreOptions extends OpenDatabase {
  /** A body put this recently is not purged: the call that names it may be about to be written by another process. */
  readonly graceSeconds?: number;
  /** How the audit log's head is noted beside the database, in `<file>-audit-head`. */
  readonly headFile?: Omit<HeadFileOptions, "file">;
}

/** The store of one machine: one SQLite file, several processes at once. */
export function createSqliteStore({ graceSeconds = 60, headFile, ...open }: SqliteStoreOptions): Store {
  const database = openDatabase(open);
  return new SqliteStore(
    database,
    graceSeconds,
    new HeadFile({ file: `${open.file}-audit-head`, ...headFile }),
  );
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #queries: QueryRunner;
  readonly #graceSeconds: number;
  readonly #leases: Leases;
  readonly audit: SqliteAudit;

  constructor(database: DatabaseSync, graceSeconds: number, headFile: HeadFile) {
    this.#database = database;
    this.#queries = createQueryRunner(database);
    this.#graceSeconds = graceSeconds;
    this.#leases = new Leases(this.#queries);
    this.audit = new SqliteAudit({ database, queries: this.#queries, headFile });
  }

  async append(run: string, at: string, body: EventBody): Promise<Event> {
    const parsed = EventBody.parse(body);
    this.audit.look(at);
    return this.audit.transact((add) => {
      if (parsed.kind === "run-start" || parsed.kind === "run-resume") this.#leases.take(run, at);
      if (parsed.kind === "run-end") this.#leases.leave(run);
      return this.#insert(run, at, parsed, add);
    });
  }

  #insert(run: string, at: string, body: EventBody, add: (entry: NewEntry) => unknown): Event {
    const head = body.kind === "run-end" ? this.audit.last() : undefined;
    const { kind, ...rest } = { ...body, ...(head && { audit: head }) };
    const text = JSON.stringify(rest);
    const next = sql<number>`(SELECT coalesce(max(seq), 0) + 1 FROM events WHERE run = ${run})`;
    const [row] = this.#queries.run(
      queries.insertInto("events").values({ run, seq: next, at, kind, body: text }).returning("seq"),
    );
    if (!row) throw new AppError("bug", "SQLite did not say which number the event got.");
    const stored = { run, seq: row.seq, at, kind, body: text };
    const event = eventOf(stored);
    if (!event) throw new AppError("bug", `The event ${kind} cannot be read back.`);
    this.#summarize(event);
    for (const digest of bodiesOf(event))
      this.#queries.run(
        queries
          .insertInto("body_uses")
          .values({ run, digest })
          .onConflict((conflict) => conflict.doNothing()),
      );
    const audited = auditOfEvent(event, () => this.audit.logDigest(run, row.seq));
    if (audited) add({ at, body: audited, run, event: { seq: row.seq, digest: digestOfStored(stored) } });
    return event;
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
    return row && readBody(row.body);
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

  async leave(run: string): Promise<void> {
    this.#leases.leave(run);
  }

  async purge(which: PurgeRuns): Promise<PurgedRuns> {
    return purgeRuns(which, {
      database: this.#database,
      queries: this.#queries,
      audit: this.audit,
      leases: this.#leases,
      graceSeconds: this.#graceSeconds,
    });
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

/** A response that is no JSON any more is gone: citations of it do not hold. */
function readBody(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Undefined for a kind that a newer version wrote: readers ignore it. */
function eventOf(row: {
  run: string;
  seq: number;
  at: string;
  kind: string;
  body: string;
}): Event | undefined {
  if (!kinds.has(row.kind)) return undefined;
  const parsed = Event.safeParse({
    run: row.run,
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    ...bodyOf(row.body),
  });
  if (parsed.success) return parsed.data;
  throw new AppError("environment", `Event ${row.seq} of run ${row.run} is not what nephoscope writes.`, {
    next: "nephoscope audit verify   says what was altered; nephoscope runs purge   removes runs.",
    cause: parsed.error,
  });
}

/** Nothing where it is no JSON object: then the event is none. */
function bodyOf(text: string): object {
  try {
    // A door: what anybody may have put into the file.
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Only for text that this file wrote. */
function summaryOf(text: string): RunSummary {
  return JSON.parse(text) as RunSummary;
}
