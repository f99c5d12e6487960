import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/digest.ts";
import { createSqliteStore } from "../../../src/store/sqlite-store.ts";

const at = "2026-11-21T10:00:00.000Z";

function newFile(): string {
  return join(mkdtempSync(join(tmpdir(), "store-")), "store", "runs.db");
}

/** Another process that appends notes to `run`, one line on stdout for each that has been promised. */
function writer(file: string, run: string, count: number) {
  const module = new URL("../../../src/store/sqlite-store.ts", import.meta.url).href;
  const code = `
    const { createSqliteStore } = await import(${JSON.stringify(module)});
    const store = createSqliteStore({ file: ${JSON.stringify(file)} });
    for (let index = 0; index < ${count}; index += 1) {
      const event = await store.append(${JSON.stringify(run)}, ${JSON.stringify(at)}, { kind: "note", text: "n" });
      process.stdout.write(event.seq + "\\n");
    }`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("SQLite store", () => {
  it("keeps its files for their owner alone, even in a folder that was open", async () => {
    const file = newFile();
    mkdirSync(join(file, ".."), { mode: 0o755 });
    chmodSync(join(file, ".."), 0o755);
    await using store = createSqliteStore({ file });
    await store.append("a", at, { kind: "note", text: "x" });
    expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
    const files = readdirSync(join(file, ".."));
    expect(files).toContain("runs.db-wal");
    for (const name of files)
      expect([name, statSync(join(file, "..", name)).mode & 0o777]).toEqual([name, 0o600]);
  });

  it("lets several processes write one run at once, from the first open on", async () => {
    const file = newFile();
    const writers = [writer(file, "shared", 100), writer(file, "shared", 100), writer(file, "shared", 100)];
    const codes = await Promise.all(
      writers.map(
        async (child) =>
          (
            await once(
              child.on("spawn", () => child.stdout.resume()),
              "exit",
            )
          )[0],
      ),
    );
    expect(codes).toEqual([0, 0, 0]);
    await using store = createSqliteStore({ file });
    expect((await store.events("shared")).map((event) => event.seq)).toEqual(
      Array.from({ length: 300 }, (_, index) => index + 1),
    );
  });

  it("has after kill -9 everything that append promised", async () => {
    const file = newFile();
    const child = writer(file, "killed", 1_000_000);
    const lines: string[] = [];
    for await (const chunk of child.stdout) {
      lines.push(String(chunk));
      if (lines.join("").split("\n").length > 200) child.kill("SIGKILL");
    }
    const promised = lines
      .join("")
      .split("\n")
      .filter((line) => line !== "").length;
    await using store = createSqliteStore({ file });
    const events = await store.events("killed");
    expect(promised).toBeGreaterThanOrEqual(200);
    expect(events.length).toBeGreaterThanOrEqual(promised);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect((await store.append("killed", at, { kind: "note", text: "goes on" })).seq).toBe(events.length + 1);
  });

  it("does not wait for ever on two stores of one process", async () => {
    const file = newFile();
    await using one = createSqliteStore({ file });
    await using other = createSqliteStore({ file });
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        (index % 2 === 0 ? one : other).append("a", at, { kind: "note", text: "x" }),
      ),
    );
    expect(await other.events("a")).toHaveLength(40);
  });

  it("leaves a body that was put just now: its call may be about to be written", async () => {
    await using store = createSqliteStore({ file: newFile() });
    await store.putBody(digestOf({ a: 1 }), { a: 1 });
    await store.purge("2030-01-01T00:00:00.000Z");
    expect(await store.body(digestOf({ a: 1 }))).toEqual({ a: 1 });
  });

  it("passes over events of kinds that it does not know, and refuses a file of a newer version", async () => {
    const file = newFile();
    await using store = createSqliteStore({ file });
    await store.append("a", at, { kind: "note", text: "x" });
    using raw = new DatabaseSync(file);
    raw.exec(`INSERT INTO events VALUES ('a', 2, '${at}', 'dream', '{}')`);
    expect(await store.events("a")).toHaveLength(1);
    raw.exec("PRAGMA user_version = 99");
    expect(() => createSqliteStore({ file })).toThrow("newer version");
  });

  it("says what to do when the file cannot be opened", () => {
    const file = newFile();
    mkdirSync(file, { recursive: true });
    expect(() => createSqliteStore({ file })).toThrow("cannot be opened");
  });
});
