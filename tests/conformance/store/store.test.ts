import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteStore } from "../../../src/store/sqlite-store.ts";
import { createMemoryStore } from "../../../src/testing/memory-store.ts";
import { auditSuite } from "./audit-suite.ts";
import { storeSuite } from "./store-suite.ts";

const sqlite = () =>
  createSqliteStore({
    file: join(mkdtempSync(join(tmpdir(), "store-")), "store", "runs.db"),
    graceSeconds: 0,
  });

storeSuite("memory store", createMemoryStore);
storeSuite("SQLite store", sqlite);
auditSuite("audit log of the memory store", createMemoryStore);
auditSuite("audit log of the SQLite store", sqlite);
