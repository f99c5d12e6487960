import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { verifyAudit } from "../../../src/app/audit/verify-audit.ts";
import type { AuditEntry } from "../../../src/core/audit/audit.ts";
import { genesis, hashOfEntry } from "../../../src/core/audit/audit.ts";
import { createSqliteStore } from "../../../src/store/sqlite-store.ts";
import { tellRun } from "./audit-suite.ts";

const key = Buffer.alloc(32, 7);

interface Kept {
  readonly file: string;
  readonly headFile: string;
  readonly signed?: boolean;
}

const made = new Map<boolean, Promise<string>>();

/** A store with three runs in it, a copy for each test. */
async function threeRuns(signed = false): Promise<Kept> {
  const original = made.get(signed) ?? makeOriginal(signed);
  made.set(signed, original);
  const folder = join(mkdtempSync(join(tmpdir(), "audit-")), "store");
  cpSync(await original, folder, { recursive: true });
  const file = join(folder, "runs.db");
  return { file, headFile: `${file}-audit-head`, signed };
}

async function makeOriginal(signed: boolean): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), "audit-")), "store");
  await using store = createSqliteStore({
    file: join(folder, "runs.db"),
    ...(signed && { headFile: { key } }),
  });
  for (const run of ["a", "b", "c"]) await tellRun(store, run);
  return folder;
}

async function verify({ file, signed }: Kept, heads: readonly string[] = []) {
  await using store = createSqliteStore({ file, ...(signed && { headFile: { key } }) });
  return await verifyAudit(store, file, { heads });
}

const triggers = [
  "audit_is_chained",
  "audit_is_never_changed",
  "audit_is_removed_only_up_to_an_anchor",
  "audit_anchor_is_an_entry",
  "audit_anchor_is_never_changed",
  "audit_anchor_is_never_removed",
];

/** As one who owns the file: without the triggers. */
function tamper({ file }: Kept, statements: string): void {
  using raw = new DatabaseSync(file);
  for (const trigger of triggers) raw.exec(`DROP TRIGGER ${trigger}`);
  raw.exec(statements);
}

/** The best a forger without other means can do: everything from `from` on computed anew over changed content. */
function recompute({ file }: Kept, from: number): void {
  using raw = new DatabaseSync(file);
  for (const trigger of triggers) raw.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  const rows = raw.prepare("SELECT * FROM audit ORDER BY seq").all();
  let previous = genesis;
  for (const [index, row] of rows.entries()) {
    const entry: AuditEntry = {
      seq: index + 1,
      at: String(row["at"]),
      kind: String(row["kind"]),
      ...(row["run"] !== null && { run: String(row["run"]) }),
      ...(row["event_seq"] !== null && {
        event: { seq: Number(row["event_seq"]), digest: String(row["event_digest"]) },
      }),
      body: JSON.parse(String(row["body"])),
      previous,
      hash: "",
    };
    previous = index + 1 < from ? String(row["hash"]) : hashOfEntry(entry);
    raw
      .prepare("UPDATE audit SET seq = ?, previous = ?, hash = ? WHERE seq = ?")
      .run(index + 1, entry.previous, previous, Number(row["seq"]));
  }
}

describe("the audit log against our own code", () => {
  it.each([
    ["UPDATE", "UPDATE audit SET body = '{}' WHERE seq = 2"],
    ["DELETE", "DELETE FROM audit WHERE seq = 12"],
    ["DELETE of all", "DELETE FROM audit"],
    [
      "REPLACE",
      "INSERT OR REPLACE INTO audit SELECT seq, at, kind, run, event_seq, event_digest, '{}', previous, hash FROM audit WHERE seq = 2",
    ],
    ["INSERT in between", "INSERT INTO audit VALUES (5, '', '', NULL, NULL, NULL, '{}', '', '')"],
    [
      "INSERT with a gap",
      "INSERT INTO audit SELECT 14, at, kind, run, event_seq, event_digest, body, hash, hash FROM audit WHERE seq = 12",
    ],
    ["INSERT unchained", "INSERT INTO audit VALUES (13, '', '', NULL, NULL, NULL, '{}', 'sha256:0', '')"],
    ["a made-up anchor", "INSERT INTO audit_anchors VALUES (5, 'sha256:0')"],
    ["an anchor at the end", "INSERT INTO audit_anchors SELECT seq, hash FROM audit WHERE seq = 12"],
  ])("the database itself refuses %s", async (_name, statement) => {
    const kept = await threeRuns();
    using raw = new DatabaseSync(kept.file);
    expect(() => raw.exec(statement)).toThrow(/audit log/);
    expect(await verify(kept)).toMatchObject({ ok: true, entries: 12 });
  });
});

describe("the audit log against one who owns the file", () => {
  it.each([
    [
      "an altered body",
      "UPDATE audit SET body = replace(body, 'denied', 'allowed') WHERE seq = 3",
      "altered",
      3,
    ],
    ["an altered time", "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 7", "altered", 7],
    ["another run", "UPDATE audit SET run = 'z' WHERE seq = 2", "altered", 2],
    ["a body that is no JSON", "UPDATE audit SET body = 'x' WHERE seq = 5", "altered", 5],
    ["one entry cut out", "DELETE FROM audit WHERE seq = 6", "missing", 6],
    ["several cut out", "DELETE FROM audit WHERE seq BETWEEN 4 AND 8", "missing", 4],
    [
      "one cut out and the rest renumbered",
      "DELETE FROM audit WHERE seq = 6; UPDATE audit SET seq = seq - 1 WHERE seq > 6",
      "reordered",
      6,
    ],
    ["the tail cut", "DELETE FROM audit WHERE seq > 9", "missing-tail", 10],
    ["the last entry cut", "DELETE FROM audit WHERE seq = 12", "missing-tail", 12],
    ["everything cut", "DELETE FROM audit", "missing-tail", 1],
    ["the beginning cut", "DELETE FROM audit WHERE seq < 4", "missing-start", 4],
    [
      "two entries exchanged",
      "UPDATE audit SET seq = 100 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 6; UPDATE audit SET seq = 6 WHERE seq = 100",
      "reordered",
      5,
    ],
    [
      "an event altered",
      "UPDATE events SET body = replace(body, 'ec2', 's3') WHERE run = 'b' AND seq = 3",
      "record",
      6,
    ],
    [
      "an event added",
      "INSERT INTO events VALUES ('b', 9, '', 'note', '{\"text\":\"\"}'); UPDATE events SET seq = 6 WHERE run = 'b' AND seq = 5; UPDATE events SET seq = 5 WHERE run = 'b' AND seq = 9",
      "record",
      8,
    ],
    [
      "a note altered that is not audited itself",
      "UPDATE events SET body = '{\"text\":\"other\"}' WHERE run = 'b' AND seq = 2",
      "record",
      8,
    ],
    [
      "a run removed without a purge",
      "DELETE FROM events WHERE run = 'b'; DELETE FROM runs WHERE id = 'b'",
      "record",
      5,
    ],
  ])("finds %s, and where", async (_name, statements, kind, seq) => {
    const kept = await threeRuns();
    tamper(kept, statements);
    const report = await verify(kept);
    expect(report.ok).toBe(false);
    expect(report.faults[0]).toMatchObject({ kind, seq });
  });

  it("finds a chain that was computed anew, by the head file, from the entry that was changed", async () => {
    const kept = await threeRuns();
    tamper(kept, "UPDATE audit SET body = replace(body, 'denied', 'allowed') WHERE seq = 7");
    recompute(kept, 7);
    const report = await verify(kept);
    expect(report.faults[0]).toMatchObject({ kind: "replaced", seq: 7 });
    // Without the head file only what was noted elsewhere tells.
    rmSync(kept.headFile);
    expect(await verify(kept)).toMatchObject({ ok: false, faults: [{ kind: "witness" }] });
  });

  it("finds with a noted head what one who also rewrote the head file did", async () => {
    const kept = await threeRuns();
    const noted = await (async () => {
      await using store = createSqliteStore({ file: kept.file });
      return await store.audit.head();
    })();
    tamper(kept, "DELETE FROM audit WHERE seq > 9; DELETE FROM events WHERE run = 'c'");
    const lines = readFileSync(kept.headFile, "utf8").split("\n").slice(0, 9);
    writeFileSync(kept.headFile, `${lines.join("\n")}\n`);
    // The limit of what the machine itself can tell: its owner cut both at the same place.
    expect((await verify(kept)).faults.filter((fault) => fault.kind !== "record")).toEqual([]);
    expect(await verify(kept, [`${noted?.seq}:${noted?.hash}`])).toMatchObject({
      ok: false,
      faults: expect.arrayContaining([expect.objectContaining({ kind: "missing-tail", seq: 10 })]),
    });
  });

  it("knows by the key a head file that was written by somebody else", async () => {
    const kept = await threeRuns(true);
    expect(await verify(kept)).toMatchObject({ ok: true });
    tamper(kept, "UPDATE audit SET body = replace(body, 'denied', 'allowed') WHERE seq = 7");
    recompute(kept, 7);
    using raw = new DatabaseSync(kept.file);
    const forged = raw.prepare("SELECT seq, hash, at FROM audit ORDER BY seq").all();
    for (const line of ["", ` ${"0".repeat(64)}`]) {
      writeFileSync(
        kept.headFile,
        forged
          .map((row) => `${String(row["seq"])} ${String(row["hash"])} ${String(row["at"])}${line}\n`)
          .join(""),
      );
      const report = await verify(kept);
      expect(report.faults[0]).toMatchObject({ kind: "witness" });
      expect(report.faults[0]?.text).toContain("signature of your key");
    }
  });

  it("does not cover a cut tail up by writing on: the next entry is an alarm, until somebody looked into it", async () => {
    const kept = await threeRuns();
    tamper(kept, "DELETE FROM audit WHERE seq > 9; DELETE FROM events WHERE run = 'c'");
    await using store = createSqliteStore({ file: kept.file });
    await tellRun(store, "d");
    const report = await verifyAudit(store, "x");
    expect(report.faults).toMatchObject([
      { kind: "record" },
      {
        kind: "alarm",
        seq: 10,
        text: expect.stringContaining("had noted entry 12 when the chain ended at entry 9"),
      },
    ]);
    expect(existsSync(`${kept.headFile}.alarm-10`)).toBe(true);
    const at = "2026-11-21T12:00:00.000Z";
    await store.audit.append(at, { kind: "acknowledge", alarm: 10, because: "restored from a backup" });
    await store.audit.append(at, { kind: "purge", runs: ["c"], bodies: 0, because: "lost" });
    const after = await verifyAudit(store, "x");
    expect(after).toMatchObject({ ok: true });
    expect(after.warnings.join()).toContain("restored from a backup");
  });

  it.each([
    ["gone", (file: string) => rmSync(file), "was gone"],
    ["empty", (file: string) => writeFileSync(file, ""), "had noted no entry after 0"],
    [
      "of another chain",
      (file: string) =>
        writeFileSync(file, readFileSync(file, "utf8").replaceAll(/sha256:..../g, "sha256:0000")),
      "another entry",
    ],
  ])("notes that the head file is %s", async (_name, change, text) => {
    const kept = await threeRuns();
    change(kept.headFile);
    await using store = createSqliteStore({ file: kept.file });
    await tellRun(store, "d");
    expect((await verifyAudit(store, "x")).faults).toMatchObject([
      { kind: "alarm", seq: 13, text: expect.stringContaining(text) },
    ]);
  });

  it("notes that the whole chain was removed, when the next entry is written", async () => {
    const kept = await threeRuns();
    for (const end of ["", "-wal", "-shm"]) rmSync(`${kept.file}${end}`, { force: true });
    await using store = createSqliteStore({ file: kept.file });
    await tellRun(store, "d");
    expect((await verifyAudit(store, "x")).faults).toMatchObject([
      {
        kind: "alarm",
        seq: 1,
        text: expect.stringContaining("had noted entry 12 when the chain ended at entry 0"),
      },
    ]);
  });

  it("is not confused by what others write while it looks", async () => {
    const kept = await threeRuns();
    await using store = createSqliteStore({ file: kept.file });
    const entries = store.audit.entries.bind(store.audit);
    store.audit.entries = async (filter) => {
      for (let index = 0; index < 10; index += 1) await tellRun(store, `more-${index}-${Math.random()}`);
      return entries(filter);
    };
    expect(await verifyAudit(store, "x")).toMatchObject({ ok: true, entries: 12, warnings: [] });
  });

  it("does not take for an attack that a process died between its commit and its line", async () => {
    const kept = await threeRuns();
    const lines = readFileSync(kept.headFile, "utf8").split("\n");
    // The last line is torn, as on a full disk.
    writeFileSync(kept.headFile, `${lines.slice(0, 11).join("\n")}\n${lines[11]?.slice(0, 20)}`);
    const report = await verify(kept);
    expect(report).toMatchObject({
      ok: true,
      warnings: [expect.stringContaining("has not noted the last 1")],
    });
  });
});
