/** The steps from an empty file to the present tables, one entry a version. Entries are never changed, only added. */
export const migrations: readonly string[] = [
  `CREATE TABLE runs (
     id TEXT PRIMARY KEY, job TEXT NOT NULL, status TEXT NOT NULL, started_at TEXT NOT NULL, summary TEXT NOT NULL
   ) WITHOUT ROWID;
   CREATE INDEX runs_by_start ON runs (started_at);
   CREATE TABLE events (
     run TEXT NOT NULL, seq INTEGER NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (run, seq)
   ) WITHOUT ROWID;
   CREATE TABLE bodies (digest TEXT PRIMARY KEY, body TEXT NOT NULL, put_at INTEGER NOT NULL);
   CREATE TABLE body_uses (run TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (run, digest)) WITHOUT ROWID;
   CREATE INDEX body_uses_by_digest ON body_uses (digest);
   CREATE TABLE checkpoints (
     thread TEXT NOT NULL, namespace TEXT NOT NULL, id TEXT NOT NULL, parent TEXT, checkpoint BLOB NOT NULL, metadata BLOB NOT NULL,
     PRIMARY KEY (thread, namespace, id)
   ) WITHOUT ROWID;
   CREATE TABLE checkpoint_values (
     thread TEXT NOT NULL, namespace TEXT NOT NULL, channel TEXT NOT NULL, version TEXT NOT NULL, type TEXT NOT NULL, value BLOB NOT NULL,
     PRIMARY KEY (thread, namespace, channel, version)
   ) WITHOUT ROWID;
   CREATE TABLE checkpoint_writes (
     thread TEXT NOT NULL, namespace TEXT NOT NULL, id TEXT NOT NULL, task TEXT NOT NULL, position INTEGER NOT NULL,
     channel TEXT NOT NULL, type TEXT NOT NULL, value BLOB NOT NULL,
     PRIMARY KEY (thread, namespace, id, task, position)
   ) WITHOUT ROWID;`,
];
