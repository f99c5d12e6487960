import { sql } from "kysely";
import type { DatabaseSync } from "node:sqlite";
import { AuditBody, nextEntry } from "../core/audit/audit.ts";
import type { AuditEntry, AuditFilter, AuditStore, NewEntry } from "../core/audit/audit.ts";
import type { AuditHead } from "../core/audit/audit-head.ts";
import { digestOfLog, digestOfStored } from "../core/audit/audit-of-event.ts";
import type { Json } from "../core/json/json.ts";
import type { HeadFile } from "./head-file.ts";
import { transact } from "./open-database.ts";
import { queries } from "./query-runner.ts";
import type { QueryRunner } from "./query-runner.ts";
import type { Tables } from "./tables.ts";

export interface SqliteAuditOptions {
  readonly database: DatabaseSync;
  readonly queries: QueryRunner;
  readonly headFile: HeadFile;
}

/** As many entries may be missing in the head file without an alarm: processes that were killed between a commit and its line. */
const mostUnwitnessed = 20;

/** The chain in the store's own file. Entries are added inside the transaction of what they tell of; the head is noted after its commit. */
export class SqliteAudit implements AuditStore {
  readonly #database: DatabaseSync;
  readonly #queries: QueryRunner;
  readonly #headFile: HeadFile;
  #looked = false;

  constructor(options: SqliteAuditOptions) {
    this.#database = options.database;
    this.#queries = options.queries;
    this.#headFile = options.headFile;
    if (!this.last()) this.#headFile.create();
  }

  /** Once, before the first entry of this process: does the head file agree? What does not is put on the record, for what comes would hide it. */
  look(at: string): void {
    if (this.#looked) return;
    this.#looked = true;
    this.transact((add) => this.#lookAtHeadFile(at, add));
  }

  /** Runs `work` in one write transaction with a way to add entries; their head is noted once it is committed. */
  transact<T>(work: (add: (entry: NewEntry) => AuditEntry) => T): T {
    const added: AuditEntry[] = [];
    const result = transact(this.#database, () => work((entry) => this.#add(entry, added)));
    if (added.length > 0) this.#headFile.append(added);
    return result;
  }

  async append(at: string, body: AuditBody, run?: string): Promise<AuditEntry> {
    const parsed = AuditBody.parse(body);
    this.look(at);
    return this.transact((add) => add({ at, body: parsed, ...(run !== undefined && { run }) }));
  }

  async head(): Promise<AuditHead | undefined> {
    return this.last();
  }

  last(): AuditHead | undefined {
    const [row] = this.#queries.run(
      queries.selectFrom("audit").select(["seq", "hash"]).orderBy("seq", "desc").limit(1),
    );
    return row;
  }

  async entries({ from, limit, run, kind, since }: AuditFilter = {}): Promise<readonly AuditEntry[]> {
    const all = queries.selectFrom("audit").selectAll().orderBy("seq");
    const later = from === undefined ? all : all.where("seq", ">=", from);
    const ofRun = run === undefined ? later : later.where("run", "=", run);
    const ofKind = kind === undefined ? ofRun : ofRun.where("kind", "=", kind);
    const recent = since === undefined ? ofKind : ofKind.where("at", ">=", since);
    return this.#queries.run(limit === undefined ? recent : recent.limit(limit)).map(entryOf);
  }

  async witnesses(): ReturnType<AuditStore["witnesses"]> {
    return this.#headFile.read();
  }

  async digestOfEvent(run: string, seq: number): Promise<string | undefined> {
    const [row] = this.#queries.run(
      queries.selectFrom("events").selectAll().where("run", "=", run).where("seq", "=", seq),
    );
    return row && digestOfStored(row);
  }

  async digestOfLog(run: string, seq: number): Promise<string> {
    return this.logDigest(run, seq);
  }

  /** The same at once, for the transaction that ends a run. */
  logDigest(run: string, seq: number): string {
    return digestOfLog(
      this.#queries.run(
        queries.selectFrom("events").selectAll().where("run", "=", run).where("seq", "<", seq).orderBy("seq"),
      ),
    );
  }

  async prune(before: string, at: string): Promise<AuditEntry | undefined> {
    this.look(at);
    return this.transact((add) => {
      const [last] = this.#queries.run(
        queries
          .selectFrom("audit")
          .select(["seq", "hash"])
          .where("at", "<", before)
          .orderBy("seq", "desc")
          .limit(1),
      );
      if (!last) return undefined;
      const [count] = this.#queries.run(
        queries
          .selectFrom("audit")
          .select(sql<number>`count(*)`.as("removed"))
          .where("seq", "<=", last.seq),
      );
      const about = { through: last.seq, hash: last.hash, removed: count?.removed ?? 0, before };
      const entry = add({ at, body: { kind: "prune", ...about } });
      this.#queries.run(queries.insertInto("audit_anchors").values({ through: last.seq, hash: last.hash }));
      this.#queries.run(queries.deleteFrom("audit").where("seq", "<=", last.seq));
      return entry;
    });
  }

  #lookAtHeadFile(at: string, add: (entry: NewEntry) => AuditEntry): void {
    const last = this.last();
    this.#headFile.thin();
    const tail = this.#headFile.tail();
    if (!last && (tail?.length ?? 0) === 0) return;
    const text = tail === undefined ? "The head file was gone" : this.#contradiction(tail, last);
    if (text === undefined) return;
    const end = last?.seq ?? 0;
    const aside = this.#headFile.putAside(end + 1);
    const kept = tail === undefined ? "" : ` It was put aside as ${aside}.`;
    add({ at, body: { kind: "alarm", text: `${text} when the chain ended at entry ${end}.${kept}` } });
  }

  #contradiction(
    tail: readonly { readonly seq: number; readonly hash: string }[],
    last: AuditHead | undefined,
  ): string | undefined {
    const noted = tail.reduce((most, { seq }) => Math.max(most, seq), 0);
    const end = last?.seq ?? 0;
    if (noted > end) return `The head file had noted entry ${noted}`;
    if (end - noted > mostUnwitnessed || (noted === 0 && end > 2))
      return `The head file had noted no entry after ${noted}`;
    for (const { seq, hash } of tail) {
      const [row] = this.#queries.run(queries.selectFrom("audit").select("hash").where("seq", "=", seq));
      if (row && row.hash !== hash) return `The head file had noted another entry ${seq}`;
    }
    return undefined;
  }

  #add(entry: NewEntry, added: AuditEntry[]): AuditEntry {
    const made = nextEntry(this.last(), entry);
    added.push(made);
    this.#queries.run(
      queries.insertInto("audit").values({
        seq: made.seq,
        at: made.at,
        kind: made.kind,
        run: made.run ?? null,
        event_seq: made.event?.seq ?? null,
        event_digest: made.event?.digest ?? null,
        body: JSON.stringify(made.body),
        previous: made.previous,
        hash: made.hash,
      }),
    );
    return made;
  }
}

function entryOf(row: Tables["audit"]): AuditEntry {
  return {
    seq: row.seq,
    at: row.at,
    kind: row.kind,
    ...(row.run !== null && { run: row.run }),
    ...(row.event_seq !== null &&
      row.event_digest !== null && { event: { seq: row.event_seq, digest: row.event_digest } }),
    body: bodyOf(row.body),
    previous: row.previous,
    hash: row.hash,
  };
}

/** Text that is no JSON any more is given as it stands: its hash will not hold. */
function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
