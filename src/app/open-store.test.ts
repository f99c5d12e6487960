import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAgent } from "../agent/create-agent.ts";
import { EventBody } from "../core/event.ts";
import { foldRecord } from "../core/fold/fold-record.ts";
import { makeWorld } from "../testing/agent-world.ts";
import { runStart } from "../testing/told-run.ts";
import { readSettings } from "./config.ts";
import type { Settings } from "./config.ts";
import { openStore } from "./open-store.ts";
import { writeRunFolder } from "./runs/write-run-folder.ts";

const now = () => new Date("2026-11-21T10:00:00.000Z");

function newHome(): string {
  return join(mkdtempSync(join(tmpdir(), "home-")), "home");
}

function open(home: string, more: Partial<Settings> = {}, said: string[] = []) {
  const settings = { ...readSettings({ home, cache: home }, { XDG_CONFIG_HOME: home }), ...more };
  return openStore({
    settings,
    database: join(home, "nephoscope.db"),
    report: (line) => said.push(line),
    now,
  });
}

function modesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const mode = statSync(path).mode & 0o777;
    return mode === (entry.isDirectory() ? 0o700 : 0o600) ? [] : [`${path} ${mode.toString(8)}`];
  });
}

async function withoutMask<T>(work: () => Promise<T>): Promise<T> {
  const umask = process.umask(0);
  try {
    return await work();
  } finally {
    process.umask(umask);
  }
}

describe("the home folder", () => {
  it("is its owner's alone, with run folders and all, whatever the umask", async () => {
    await withoutMask(async () => {
      const home = newHome();
      const { question, scope, grant } = EventBody.options[0].parse(runStart());
      await using store = open(home);
      const run = await createAgent(makeWorld({ store }).options).ask({ question, scope, grant });
      const events = await run.finished;
      writeRunFolder(join(home, "runs", run.id), foldRecord(events), events);
      expect(readdirSync(join(home, "runs", run.id))).toContain("record.json");
      expect(modesBelow(home)).toEqual([]);
      expect(statSync(home).mode & 0o777).toBe(0o700);
    });
  });

  it("closes what an older version left open, and says so", async () => {
    await withoutMask(async () => {
      const home = newHome();
      for (const folder of ["runs/a/steps", "simulators"]) mkdirSync(join(home, folder), { recursive: true });
      for (const file of ["runs/a/record.json", "runs/a/steps/main.py", "simulators/1.json", "nephoscope.db"])
        writeFileSync(join(home, file), "");
      const said: string[] = [];
      await using store = open(home, {}, said);
      await store.append("a", now().toISOString(), runStart());
      expect(modesBelow(home)).toEqual([]);
      expect(said.join("\n")).toContain("runs/a was open to others");
      expect(said.join("\n")).toContain("nephoscope.db was open to others (0666)");
      const again: string[] = [];
      await using other = open(home, {}, again);
      expect([again, await other.findRun("a")]).toEqual([[], "a"]);
    });
  });

  it("tightens an older run's files when it is written again", async () => {
    const home = newHome();
    const { events } = await (async () => {
      const world = makeWorld();
      const { question, scope, grant } = EventBody.options[0].parse(runStart());
      const run = await createAgent(world.options).ask({ question, scope, grant });
      return { events: await run.finished };
    })();
    writeRunFolder(home, foldRecord(events), events);
    chmodSync(join(home, "record.json"), 0o644);
    const said: string[] = [];
    writeRunFolder(home, foldRecord(events), events, { tell: (line) => said.push(line) });
    expect(statSync(join(home, "record.json")).mode & 0o777).toBe(0o600);
    expect(said).toHaveLength(1);
  });
});

describe("retention", () => {
  it("removes runs and their folders at the start, and audit entries by a longer measure of their own", async () => {
    const home = newHome();
    {
      await using store = open(home);
      for (const day of ["2026-08-01", "2026-11-01"]) {
        const at = `${day}T00:00:00.000Z`;
        await store.append(day, at, runStart());
        await store.append(day, at, { kind: "run-end", status: "answered", errors: [], ms: 1 });
        mkdirSync(join(home, "runs", day), { recursive: true, mode: 0o700 });
      }
    }
    const said: string[] = [];
    await using store = open(home, { retention: "90d", auditRetention: "100d" }, said);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await store.runs()).map((run) => run.id)).toEqual(["2026-11-01"]);
    expect(readdirSync(join(home, "runs"))).toEqual(["2026-11-01"]);
    expect((await store.audit.entries()).map((entry) => [entry.seq, entry.kind])).toEqual([
      [3, "run-start"],
      [4, "run-end"],
      [5, "purge"],
      [6, "prune"],
    ]);
    expect(said).toEqual([]);
    await using later = open(home, { retention: "soon" }, said);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([said.length, (await later.runs()).length]).toEqual([1, 1]);
  });
});

describe("the key of the audit log", () => {
  it("is refused when it cannot be read or is no key", () => {
    const home = newHome();
    expect(() => open(home, { auditKey: join(home, "none") })).toThrow("cannot be read");
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "key"), "short");
    expect(() => open(home, { auditKey: join(home, "key") })).toThrow("shorter than 16 bytes");
  });

  it("signs what is noted, in both places", async () => {
    const home = newHome();
    mkdirSync(home);
    writeFileSync(join(home, "key"), "k".repeat(32));
    const copy = join(home, "elsewhere");
    await using store = open(home, { auditKey: join(home, "key"), auditCopy: copy });
    await store.append("a", now().toISOString(), runStart());
    const witnesses = await store.audit.witnesses();
    expect(witnesses).toMatchObject({ heads: [{ seq: 1, from: "head file" }, { seq: 1 }], faults: [] });
    writeFileSync(copy, `1 sha256:${"0".repeat(64)} x ${"0".repeat(64)}\n`);
    expect((await store.audit.witnesses())?.faults).toHaveLength(1);
  });
});
