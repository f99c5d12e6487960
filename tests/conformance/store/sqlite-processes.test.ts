import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/json/digest.ts";
import { verifyAudit } from "../../../src/app/audit/verify-audit.ts";
import { migrations } from "../../../src/store/migrations.ts";
import { createSqliteStore } from "../../../src/store/sqlite-store.ts";
import { runStart, toldCall } from "../../../src/testing/told-run.ts";
import { tellRun } from "./audit-suite.ts";

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

/** Another process that takes a run, says so, and waits. */
function worker(file: string, run: string) {
  const module = new URL("../../../src/store/sqlite-store.ts", import.meta.url).href;
  const code = `
    const { createSqliteStore } = await import(${JSON.stringify(module)});
    const store = createSqliteStore({ file: ${JSON.stringify(file)} });
    await store.append(${JSON.stringify(run)}, ${JSON.stringify(at)}, ${JSON.stringify(runStart())});
    console.log("taken");
    setInterval(() => undefined, 1000);`;
  return spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("two processes and one run", () => {
  it("lets a second process take a run up only once the first is dead", async () => {
    const file = newFile();
    const child = worker(file, "a");
    await once(child.stdout, "data");
    await using store = createSqliteStore({ file });
    const resume = { kind: "run-resume", from: 1 } as const;
    const refused = await store.append("a", at, resume).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "environment", retryable: true });
    expect(String(refused)).toContain(`is being worked on by process ${child.pid}`);
    expect(await store.events("a")).toHaveLength(1);
    // A run that is worked on is not purged either.
    expect((await store.purge({ at, because: "test" })).runs).toEqual([]);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect((await store.append("a", at, resume)).seq).toBe(2);
  });

  it("is not fooled by a process that has the dead one's number, nor by another machine that fell silent", async () => {
    const file = newFile();
    await using store = createSqliteStore({ file });
    const resume = { kind: "run-resume", from: 1 } as const;
    const held = async (run: string, column: string, value: string) => {
      await store.append(run, at, runStart());
      using raw = new DatabaseSync(file);
      raw.exec(`UPDATE leases SET owner = 'other', ${column} = '${value}' WHERE run = '${run}'`);
    };
    await held("a", "started", "another boot/1");
    expect((await store.append("a", at, resume)).seq).toBe(2);
    await held("b", "host", "elsewhere");
    await expect(store.append("b", "2026-11-21T10:10:00.000Z", resume)).rejects.toThrow("on elsewhere");
    expect((await store.append("b", "2026-11-21T10:20:00.000Z", resume)).seq).toBe(2);
    await held("c", "since", at);
    await expect(store.append("c", "2027-01-01T00:00:00.000Z", resume)).rejects.toThrow(
      "is being worked on by process",
    );
  });
});

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

  it("closes files that were open to others, says so, and makes none open whatever the umask", async () => {
    const umask = process.umask(0);
    try {
      const file = newFile();
      await using older = createSqliteStore({ file });
      await older.append("a", at, runStart());
      for (const name of ["runs.db", "runs.db-wal", "runs.db-shm", "runs.db-audit-head"]) {
        expect([name, statSync(join(file, "..", name)).mode & 0o777]).toEqual([name, 0o600]);
        chmodSync(join(file, "..", name), 0o644);
      }
      const said: string[] = [];
      await using store = createSqliteStore({ file, tell: (line) => said.push(line) });
      await store.append("a", at, { kind: "note", text: "x" });
      for (const name of readdirSync(join(file, "..")))
        expect([name, statSync(join(file, "..", name)).mode & 0o777]).toEqual([name, 0o600]);
      expect(said).toHaveLength(4);
      expect(said[0]).toContain("was open to others (0644)");
    } finally {
      process.umask(umask);
    }
  });

  it("brings a file of the first version up, shrinks it when runs go, and leaves nothing of them in it", async () => {
    const file = newFile();
    mkdirSync(join(file, ".."));
    {
      using raw = new DatabaseSync(file);
      raw.exec(`PRAGMA journal_mode = WAL; ${migrations[0]}; PRAGMA user_version = 1`);
    }
    await using store = createSqliteStore({ file, graceSeconds: 0 });
    for (let index = 0; index < 40; index += 1) {
      const body = { text: `planted-${index} `.repeat(4_000) };
      await store.putBody(digestOf(body), body);
      await store.append("a", at, { kind: "call", attempt: 1, call: toldCall(index + 1, body) });
    }
    const before = statSync(file).size + statSync(`${file}-wal`).size;
    expect((await store.purge({ at, because: "test" })).bodies).toBe(40);
    const after = statSync(file).size + statSync(`${file}-wal`).size;
    expect(after).toBeLessThan(before / 4);
    const bytes = readdirSync(join(file, "..")).map((name) => readFileSync(join(file, "..", name), "latin1"));
    expect(bytes.join("").includes("planted-7 planted-7")).toBe(false);
    // From now on pages are given back without writing the file anew.
    const body = { text: "x".repeat(2_000_000) };
    await store.putBody(digestOf(body), body);
    await store.purge({ at, because: "test" });
    expect(statSync(file).size).toBeLessThan(500_000);
  });

  it("keeps one audit chain, however many processes write it", async () => {
    const file = newFile();
    const children = [worker(file, "a"), worker(file, "b"), worker(file, "c")];
    await Promise.all(children.map((child) => once(child.stdout, "data")));
    await using store = createSqliteStore({ file });
    await Promise.all(["d", "e"].map((run) => tellRun(store, run)));
    for (const child of children) child.kill("SIGKILL");
    expect(await verifyAudit(store, "x")).toMatchObject({ ok: true, entries: 11 });
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
    await store.purge({ before: "2030-01-01T00:00:00.000Z", at, because: "test" });
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
