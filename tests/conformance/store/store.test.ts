import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSqliteStore } from "../../../src/store/sqlite-store.ts";
import { createMemoryStore } from "../../../src/testing/memory-store.ts";
import { storeSuite } from "./store-suite.ts";

storeSuite("memory store", createMemoryStore);
storeSuite("SQLite store", () =>
  createSqliteStore({
    file: join(mkdtempSync(join(tmpdir(), "store-")), "store", "runs.db"),
    graceSeconds: 0,
  }),
);
