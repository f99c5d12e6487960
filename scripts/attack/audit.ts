import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { verifyAudit, verifyAuditFile } from "../../src/app/audit/verify-audit.ts";
import { writeAuditFile } from "../../src/app/audit/audit-file.ts";
import { entriesOf } from "../../src/app/audit/verify-audit.ts";
import { intactCalls } from "../../src/agent/verify-citations.ts";
import { recordedCalls } from "../../src/app/runs/recorded-calls.ts";
import { eventsOfRun } from "../../src/app/runs/runs.ts";
import { AppError } from "../../src/core/errors.ts";
import { foldRun } from "../../src/core/fold/fold-run.ts";
import { hashOfEntry } from "../../src/core/audit/audit.ts";
import { digestOf } from "../../src/core/json/digest.ts";
import type { Json } from "../../src/core/json/json.ts";
import { createSqliteStore } from "../../src/store/sqlite-store.ts";
import { runStart, toldCall } from "../../src/testing/told-run.ts";
import type { Attempt, Family } from "./attempt.ts";

const at = "2026-11-21T10:00:00.000Z";

/** What somebody who can write the files may do to them. `notes`: only a head noted elsewhere tells. */
interface Tampering {
  readonly name: string;
  readonly notes?: boolean;
  act(place: Place): void;
}

interface Place {
  readonly file: string;
  readonly headFile: string;
  sql(statements: string): void;
}

const rows = (where: string) => `DELETE FROM audit WHERE ${where}`;
const last = "(SELECT max(seq) FROM audit)";

const tamperings: readonly Tampering[] = [
  { name: "the last entry cut off", act: ({ sql }) => sql(rows(`seq = ${last}`)) },
  { name: "the last five entries cut off", act: ({ sql }) => sql(rows(`seq > ${last} - 5`)) },
  { name: "all entries removed", act: ({ sql }) => sql("DELETE FROM audit") },
  { name: "an entry in the middle removed", act: ({ sql }) => sql(rows("seq = 4")) },
  {
    name: "an entry removed, the rest renumbered",
    act: ({ sql }) => sql(`${rows("seq = 4")}; UPDATE audit SET seq = seq - 1 WHERE seq > 4`),
  },
  { name: "the first entry removed", act: ({ sql }) => sql(rows("seq = 1")) },
  {
    name: "the first entries removed behind a false anchor",
    act: ({ sql }) =>
      sql(`INSERT INTO audit_anchors SELECT 3, hash FROM audit WHERE seq = 3; ${rows("seq <= 3")}`),
  },
  {
    name: "a denied call made an allowed one",
    act: ({ sql }) => sql(`UPDATE audit SET body = replace(body, '"denied"', '"allowed"')`),
  },
  {
    name: "the time of an entry altered",
    act: ({ sql }) => sql("UPDATE audit SET at = '2026-11-20T10:00:00.000Z' WHERE seq = 2"),
  },
  {
    name: "two entries exchanged",
    act: ({ sql }) =>
      sql(
        "UPDATE audit SET seq = -1 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = -1",
      ),
  },
  { name: "the run of an entry altered", act: ({ sql }) => sql("UPDATE audit SET run = 'b' WHERE seq = 2") },
  {
    name: "an entry twice",
    act: ({ sql }) => sql(`INSERT INTO audit SELECT ${last} + 1, ${columns} FROM audit WHERE seq = 2`),
  },
  {
    name: "an entry altered and the chain computed anew",
    act: (place) => recompute(place, '"denied"', '"allowed"'),
  },
  {
    name: "the chain computed anew, the head file too",
    notes: true,
    act: (place) => {
      recompute(place, '"denied"', '"allowed"');
      rewriteHeads(place);
    },
  },
  {
    name: "the tail cut off, the head file too",
    notes: true,
    act: (place) => {
      place.sql(rows(`seq > ${last} - 4`));
      rewriteHeads(place);
    },
  },
  { name: "the head file removed", act: ({ headFile }) => rmSync(headFile) },
  { name: "the head file emptied", act: ({ headFile }) => writeFileSync(headFile, "") },
  {
    name: "a line in the head file that nobody wrote",
    act: ({ headFile }) => appendFileSync(headFile, `99 sha256:${"0".repeat(64)} ${at}\n`),
  },
  {
    name: "the event of a call altered",
    act: ({ sql }) =>
      sql(`UPDATE events SET body = replace(body, 'DescribeInstances', 'DescribeVpcs') WHERE kind = 'call'`),
  },
  {
    name: "an event of a run removed",
    act: ({ sql }) => sql("DELETE FROM events WHERE run = 'a' AND kind = 'call'"),
  },
  {
    name: "an event that is not audited altered",
    act: ({ sql }) =>
      sql(`UPDATE events SET body = replace(body, 'said before', 'never said') WHERE kind = 'note'`),
  },
  {
    name: "an older copy of the database put back",
    act: ({ sql }) => sql(`DELETE FROM audit WHERE run = 'c'; DELETE FROM events WHERE run = 'c'`),
  },
];

const columns = "at, kind, run, event_seq, event_digest, body, previous, hash";

/** Hashes the whole chain again after a change, as one who knows how it is made. */
function recompute({ file }: Place, from: string, to: string): void {
  using raw = open(file);
  let previous: string | undefined;
  for (const row of raw.prepare("SELECT * FROM audit ORDER BY seq").all()) {
    const entry = {
      seq: Number(row["seq"]),
      at: String(row["at"]),
      kind: String(row["kind"]),
      ...(row["run"] !== null && { run: String(row["run"]) }),
      ...(row["event_seq"] !== null && {
        event: { seq: Number(row["event_seq"]), digest: String(row["event_digest"]) },
      }),
      body: JSON.parse(String(row["body"]).replaceAll(from, to)) as Json,
      previous: previous ?? String(row["previous"]),
    };
    const hash = hashOfEntry(entry);
    raw
      .prepare("UPDATE audit SET body = ?, previous = ?, hash = ? WHERE seq = ?")
      .run(JSON.stringify(entry.body), entry.previous, hash, entry.seq);
    previous = hash;
  }
}

function rewriteHeads({ file, headFile }: Place): void {
  using raw = open(file);
  const lines = raw
    .prepare("SELECT seq, hash, at FROM audit ORDER BY seq")
    .all()
    .map((row) => `${[row["seq"], row["hash"], row["at"]].map(String).join(" ")}\n`);
  writeFileSync(headFile, lines.join(""));
}

/** The database as its owner may open it: without the triggers. */
function open(file: string): DatabaseSync {
  const raw = new DatabaseSync(file);
  for (const { name } of raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").all())
    raw.exec(`DROP TRIGGER "${String(name)}"`);
  return raw;
}

async function original(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-audit-"));
  await using store = createSqliteStore({ file: join(folder, "store", "runs.db") });
  for (const run of ["a", "b", "c"]) {
    const body = { run };
    await store.putBody(digestOf(body), body);
    const denied = { decision: "denied", deniedBy: "ceiling", reason: "no", status: 0 } as const;
    await store.append(run, at, runStart());
    await store.append(run, at, { kind: "note", text: "said before" });
    await store.append(run, at, { kind: "call", attempt: 1, call: toldCall(1, body) });
    await store.append(run, at, { kind: "call", attempt: 1, call: toldCall(2, undefined, denied) });
    await store.append(run, at, { kind: "run-end", status: "answered", errors: [], ms: 1 });
  }
  return join(folder, "store");
}

async function verified(file: string, heads: readonly string[]): Promise<boolean> {
  await using store = createSqliteStore({ file });
  return (await verifyAudit(store, file, { heads })).ok;
}

async function tamperedStores(source: string, noted: string): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const { name, notes, act } of tamperings) {
    const folder = join(mkdtempSync(join(tmpdir(), "nephoscope-audit-")), "store");
    cpSync(source, folder, { recursive: true });
    const file = join(folder, "runs.db");
    act({
      file,
      headFile: `${file}-audit-head`,
      sql: (statements) => {
        using raw = open(file);
        raw.exec(statements);
      },
    });
    const ok = await verified(file, notes ? [noted] : []);
    // Without the chain there is only the database, and SQLite finds nothing wrong with it.
    using raw = new DatabaseSync(file);
    const sound = raw.prepare("PRAGMA integrity_check").get()?.["integrity_check"] === "ok";
    attempts.push({
      name: notes ? `${name} (found with a noted head)` : name,
      escaped: ok,
      succeedsWithout: sound,
      ...(ok && { detail: "the chain was called whole" }),
    });
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
  return attempts;
}

const fileTamperings: readonly (readonly [name: string, change: (lines: string[]) => readonly string[]])[] = [
  ["an exported line removed", (lines) => lines.toSpliced(3, 1)],
  ["the exported tail cut off with its footer", (lines) => lines.slice(0, 6)],
  ["the exported tail cut off under its footer", (lines) => [...lines.slice(0, 6), lines.at(-1) ?? ""]],
  ["an exported line altered", (lines) => lines.map((line) => line.replaceAll('"denied"', '"allowed"'))],
  ["two exported lines exchanged", (lines) => lines.with(2, lines[3] ?? "").with(3, lines[2] ?? "")],
  ["an exported line twice", (lines) => lines.toSpliced(3, 0, lines[3] ?? "")],
  ["an export emptied", () => []],
];

async function tamperedExports(source: string): Promise<readonly Attempt[]> {
  await using store = createSqliteStore({ file: join(source, "runs.db") });
  const parts: string[] = [];
  for await (const part of writeAuditFile(entriesOf(store), { format: "jsonl", now: new Date(at) }))
    parts.push(part);
  const lines = parts.join("").trimEnd().split("\n");
  const file = join(source, "export.jsonl");
  writeFileSync(file, `${lines.join("\n")}\n`);
  if (!verifyAuditFile(file).ok) throw new Error("an export that nobody touched is not whole");
  return fileTamperings.map(([name, change]) => {
    writeFileSync(
      file,
      change([...lines])
        .map((line) => `${line}\n`)
        .join(""),
    );
    const parses = readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .every((line) => line.startsWith("{"));
    const { ok } = verifyAuditFile(file);
    return {
      name,
      escaped: ok,
      succeedsWithout: parses,
      ...(ok && { detail: "the export was called whole" }),
    };
  });
}

const garbage: readonly (readonly [name: string, statement: string])[] = [
  ["an event that is no JSON", `UPDATE events SET body = '{' WHERE run = 'a' AND kind = 'call'`],
  ["an event of another shape", `UPDATE events SET body = '{"call":7}' WHERE run = 'a' AND kind = 'call'`],
  ["an event that is a list", `UPDATE events SET body = '[]' WHERE run = 'a' AND kind = 'note'`],
  [
    "markup where a word of ours is meant",
    `UPDATE events SET body = replace(body, '"answered"', '"\\"><script>"') WHERE run = 'a'`,
  ],
  [
    "an event of another kind in its place",
    `UPDATE events SET kind = 'answer' WHERE run = 'a' AND kind = 'note'`,
  ],
  ["a response that is no JSON", `UPDATE bodies SET body = '{'`],
  ["a response altered", `UPDATE bodies SET body = '{"run":"other"}'`],
];

/** A record that somebody wrote into is refused with an error that says so, or the altered part is not believed; nothing crashes. */
async function garbledStores(source: string): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const [name, statement] of garbage) {
    const folder = join(mkdtempSync(join(tmpdir(), "nephoscope-audit-")), "store");
    cpSync(source, folder, { recursive: true });
    const file = join(folder, "runs.db");
    using raw = open(file);
    raw.exec(statement);
    await using store = createSqliteStore({ file });
    const said = await saidOf(async () => {
      const events = await eventsOfRun(store, "a");
      foldRun(events);
      const calls = intactCalls(await recordedCalls(store, events));
      return calls.get(1)?.response === undefined ? "not believed" : "believed";
    });
    const escaped = said !== "refused" && said !== "not believed";
    attempts.push({ name: `${name}, read back`, escaped, ...(escaped && { detail: said }) });
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
  return attempts;
}

async function saidOf(act: () => Promise<string>): Promise<string> {
  try {
    return await act();
  } catch (error) {
    return error instanceof AppError
      ? "refused"
      : `crashed: ${error instanceof Error ? error.message : "?"}`.slice(0, 200);
  }
}

/** Statements through the store's own database, its triggers in place. */
function refusedStatements(source: string): readonly Attempt[] {
  const statements = [
    ["UPDATE of an entry", "UPDATE audit SET at = 'x' WHERE seq = 2"],
    ["DELETE of an entry", "DELETE FROM audit WHERE seq = 2"],
    ["DELETE of all", "DELETE FROM audit"],
    ["REPLACE of an entry", `REPLACE INTO audit SELECT * FROM audit WHERE seq = 2`],
    ["an entry out of order", `INSERT INTO audit SELECT 99, ${columns} FROM audit WHERE seq = 2`],
    ["an anchor that is none", "INSERT INTO audit_anchors VALUES (99, 'x')"],
  ] as const;
  return statements.map(([name, statement]) => {
    using raw = new DatabaseSync(join(source, "runs.db"));
    const before = raw.prepare("SELECT count(*) AS n, max(seq) AS m FROM audit").get();
    const said = attempted(() => raw.exec(`BEGIN; ${statement};`));
    const after = raw.prepare("SELECT count(*) AS n, max(seq) AS m FROM audit").get();
    const same = before?.["n"] === after?.["n"] && before?.["m"] === after?.["m"];
    attempted(() => raw.exec("ROLLBACK"));
    return {
      name: `${name}, through SQL`,
      escaped: said === undefined || !same,
      ...(said === undefined && { detail: "the statement was taken" }),
    };
  });
}

function attempted(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const auditChain: Family = {
  name: "audit chain",
  about: "entries cut, altered, exchanged, computed anew; events, head file and exports tampered with",
  attack: async (report) => {
    const source = await original();
    try {
      const file = join(source, "runs.db");
      if (!(await verified(file, []))) throw new Error("a chain that nobody touched is not whole");
      await using store = createSqliteStore({ file });
      const head = await store.audit.head();
      const attempts = [
        ...(await tamperedStores(source, `${head?.seq}:${head?.hash}`)),
        ...(await tamperedExports(source)),
        ...(await garbledStores(source)),
        ...refusedStatements(source),
      ];
      report(`${attempts.length} ways to tamper`);
      return attempts;
    } finally {
      rmSync(join(source, ".."), { recursive: true, force: true });
    }
  },
};
