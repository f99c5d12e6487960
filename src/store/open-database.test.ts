import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { AppError } from "../core/errors.ts";
import { openDatabase, transact } from "./open-database.ts";

const folder = mkdtempSync(join(tmpdir(), "nephoscope-database-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a write that the disk refuses", () => {
  it("is said as such, where SQLite has rolled back by itself", () => {
    const database = openDatabase({ file: join(folder, "full.db") });
    const pages = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
    // What a full disk does, without one.
    database.exec(`PRAGMA max_page_count = ${pages}`);
    database.exec("CREATE TEMP TABLE lines (text TEXT)");
    const fill = () => database.exec(`CREATE TABLE more AS SELECT hex(randomblob(100000)) AS text`);
    const thrown = (() => {
      try {
        transact(database, fill);
        return undefined;
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: "environment" });
    expect(String(thrown)).toContain("database or disk is full");
    expect(database.isTransaction).toBe(false);
    database.close();
  });
});
