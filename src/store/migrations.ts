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
  `CREATE TABLE audit (
     seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, run TEXT, event_seq INTEGER, event_digest TEXT, body TEXT NOT NULL,
     previous TEXT NOT NULL, hash TEXT NOT NULL
   );
   CREATE INDEX audit_by_run ON audit (run, seq);
   CREATE TABLE audit_anchors (through INTEGER PRIMARY KEY, hash TEXT NOT NULL);
   CREATE TRIGGER audit_is_chained BEFORE INSERT ON audit
     WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
       OR NEW.previous IS NOT coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), NEW.previous)
     BEGIN SELECT RAISE(ABORT, 'the audit log is only continued at its end'); END;
   CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
   CREATE TRIGGER audit_is_removed_only_up_to_an_anchor BEFORE DELETE ON audit
     WHEN OLD.seq > coalesce((SELECT max(through) FROM audit_anchors), 0)
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
   CREATE TRIGGER audit_anchor_is_an_entry BEFORE INSERT ON audit_anchors
     WHEN NEW.hash IS NOT (SELECT hash FROM audit WHERE seq = NEW.through)
       OR NEW.through >= (SELECT max(seq) FROM audit)
     BEGIN SELECT RAISE(ABORT, 'an anchor is an entry of the audit log before its last one'); END;
   CREATE TRIGGER audit_anchor_is_never_changed BEFORE UPDATE ON audit_anchors
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
   CREATE TRIGGER audit_anchor_is_never_removed BEFORE DELETE ON audit_anchors
     BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
   CREATE TABLE leases (
     run TEXT PRIMARY KEY, host TEXT NOT NULL, pid INTEGER NOT NULL, started TEXT NOT NULL, owner TEXT NOT NULL, since TEXT NOT NULL
   ) WITHOUT ROWID;`,
];
