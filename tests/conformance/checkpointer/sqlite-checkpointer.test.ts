import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { SqliteCheckpointer } from "../../../src/store/sqlite-checkpointer.ts";

// LangGraph's own suite takes vitest's functions from the global scope.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi, test: it });
const { deltaChannelHistoryTests, specTest } = await import("@langchain/langgraph-checkpoint-validation");

const folders = new Map<SqliteCheckpointer, string>();
const initializer = {
  checkpointerName: "SqliteCheckpointer",
  createCheckpointer() {
    const folder = mkdtempSync(join(tmpdir(), "checkpointer-"));
    const checkpointer = new SqliteCheckpointer({ file: join(folder, "runs.db") });
    folders.set(checkpointer, folder);
    return checkpointer;
  },
  destroyCheckpointer(checkpointer: SqliteCheckpointer) {
    checkpointer[Symbol.dispose]();
    rmSync(folders.get(checkpointer) ?? "", { recursive: true, force: true });
  },
};

specTest(initializer);
deltaChannelHistoryTests(initializer);
