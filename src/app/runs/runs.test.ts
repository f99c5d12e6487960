import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createAgent } from "../../agent/create-agent.ts";
import { digestOf } from "../../core/json/digest.ts";
import { EventBody } from "../../core/event.ts";
import { foldRecord } from "../../core/fold/fold-record.ts";
import type { Json } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import { makeWorld } from "../../testing/agent-world.ts";
import { createMemoryStore } from "../../testing/memory-store.ts";
import { runStart, toldCall } from "../../testing/told-run.ts";
import { exchanged, tracedRun } from "../../testing/traced-run.ts";
import { replayRun } from "./replay-run.ts";
import { exchangesOfRun } from "./run-exchanges.ts";
import { runStats } from "./run-stats.ts";
import { purgeRuns } from "./purge.ts";
import { listRuns, recordOfRun } from "./runs.ts";
import { verifyRun } from "./verify-run.ts";
import { writeRunFolder } from "./write-run-folder.ts";

const at = "2026-11-21T10:00:00.000Z";
const { question, scope, grant } = EventBody.options[0].parse(runStart());

async function answered() {
  const world = makeWorld();
  const run = await createAgent(world.options).ask({ question, scope, grant });
  return { ...world, id: run.id, events: await run.finished };
}

async function told(
  store: Store,
  run: string,
  bodies: readonly EventBody[],
  responses: readonly Json[] = [],
): Promise<void> {
  for (const response of responses) await store.putBody(digestOf(response), response);
  for (const body of bodies) await store.append(run, at, body);
}

describe("runs", () => {
  it("lists, shows by prefix and purges", async () => {
    const { store, id, events } = await answered();
    expect(await listRuns(store)).toMatchObject([{ id, status: "answered", verdict: "fault-found" }]);
    expect(await listRuns(store, { status: "failed" })).toEqual([]);
    expect(await recordOfRun(store, id.slice(0, 16))).toEqual({ job: "ask", record: foldRecord(events) });
    await expect(recordOfRun(store, "none")).rejects.toMatchObject({ code: "not-found" });
    const purging = { store, home: "/nonexistent", now: new Date("2030-01-01") };
    await expect(purgeRuns(purging, {})).rejects.toMatchObject({ code: "usage" });
    await expect(purgeRuns(purging, { status: ["dead"] })).rejects.toMatchObject({ code: "usage" });
    expect(await purgeRuns(purging, { olderThan: "30d", keep: 1 })).toMatchObject({ purged: 0 });
    expect(await purgeRuns(purging, { status: ["failed"] })).toMatchObject({ purged: 0 });
    const dry = await purgeRuns(purging, { olderThan: "30d", dryRun: true });
    expect(dry).toMatchObject({ dryRun: true, purged: 1, runs: [{ id, status: "answered" }] });
    expect(await listRuns(store)).toHaveLength(1);
    expect(await purgeRuns(purging, { olderThan: "30d" })).toEqual({ ...dry, dryRun: false });
    expect(await listRuns(store)).toEqual([]);
    expect(await store.audit.entries({ kind: "purge" })).toMatchObject([
      { body: { runs: [id], because: "runs purge --older-than 30d" } },
    ]);
  });

  it("verify: everything holds as it was recorded", async () => {
    const { store, id } = await answered();
    expect(await verifyRun(store, id)).toEqual({ citations: 3, hold: 3, failed: [] });
  });

  it("verify: tells which citation fails once a stored response was altered or lost", async () => {
    const { store, id, events } = await answered();
    const body = store.body.bind(store);
    const cited = foldRecord(events).calls.find(
      (call) => call.operation === "DescribeSecurityGroups",
    )?.responseDigest;
    store.body = async (digest) => (digest === cited ? { SecurityGroups: [] } : body(digest));
    expect(await verifyRun(store, id)).toMatchObject({
      citations: 3,
      hold: 2,
      failed: [{ finding: 1, evidence: 0, at: "/answer/findings/0/evidence/0" }],
    });
    store.body = async () => undefined;
    expect(await verifyRun(store, id)).toMatchObject({
      hold: 0,
      failed: [{ finding: 1 }, { finding: 0, evidence: 0 }, { finding: 0, evidence: 1 }],
    });
  });

  it("verify: knows the records of explain", async () => {
    const store = createMemoryStore();
    const call: EventBody = { kind: "call", attempt: 1, call: toldCall(1, { a: 1 }) };
    const evidence = [
      { call: 1, pointer: "/a", value: 1 },
      { call: 1, pointer: "/a", value: 2 },
    ];
    const deciding = [{ layer: "identity", policy: {}, effect: "Allow", why: "", evidence }];
    const asked = {
      principal: "p",
      action: "s3:GetObject",
      resource: "*",
      decision: "allowed",
      layers: [],
      deciding,
      missing: [],
    };
    await told(
      store,
      "access",
      [runStart({ job: "explain-access" }), call, { kind: "result", result: asked }],
      [{ a: 1 }],
    );
    expect(await verifyRun(store, "access")).toMatchObject({
      citations: 2,
      hold: 1,
      failed: [{ finding: 1, evidence: 1, at: "/deciding/0/evidence/1" }],
    });
    const hop = { component: { id: "sg-1" }, direction: "in", verdict: "blocks", why: "", evidence };
    const path = {
      from: {},
      to: {},
      protocol: "tcp",
      port: 443,
      reachable: "no",
      hops: [hop],
      blockedBy: [hop],
      missing: [],
    };
    await told(store, "path", [runStart({ job: "explain-path" }), call, { kind: "result", result: path }]);
    expect((await verifyRun(store, "path")).failed.map((failure) => failure.at)).toEqual([
      "/hops/0/evidence/1",
      "/blockedBy/0/evidence/1",
    ]);
  });

  it("replay: the same analysis on the same responses gives the same answer, and another analysis shows", async () => {
    const { store, id, options, sandbox, sent } = await answered();
    const before = [sandbox.ran.length, sent().length];
    expect(await replayRun(store, id, options)).toMatchObject({ same: true, differences: [], wanted: [] });
    expect([sandbox.ran.length, sent().length]).toEqual(before);
    const reasoner = {
      ...options.reasoner,
      conclude: async () => ({
        verdict: "inconclusive" as const,
        summary: "",
        findings: [],
        ruledOut: [],
        gaps: [],
      }),
    };
    expect(await replayRun(store, id, { ...options, reasoner })).toMatchObject({
      same: false,
      differences: ["verdict", "findings", "ruledOut"],
    });
    await told(store, "path", [runStart({ job: "explain-path" })]);
    await expect(replayRun(store, "path", options)).rejects.toMatchObject({ code: "usage" });
  });

  it("stats: counts what all runs come to", async () => {
    const { store } = await answered();
    await told(store, "other", [
      runStart({ job: "explain-path" }),
      { kind: "call", attempt: 1, call: toldCall(1, {}, { service: "s3", ms: 10, usd: 0.5 }) },
      {
        kind: "call",
        attempt: 1,
        call: toldCall(2, {}, { service: "s3", ms: 20, error: { code: "NoSuchBucket", message: "" } }),
      },
      { kind: "call", attempt: 1, call: toldCall(3, {}, { service: "s3", decision: "denied" }) },
    ]);
    const stats = await runStats(store);
    expect(stats).toMatchObject({
      runs: 2,
      byJob: { ask: 1, "explain-path": 1 },
      byStatus: { answered: 1, running: 1 },
      byVerdict: { "fault-found": 1 },
      byService: { s3: { calls: 2, medianMs: 15 } },
      awsCalls: { denied: 1, usd: 0.5 },
    });
    expect(stats.medianMs).toBeGreaterThan(0);
  });

  it("tells what models used: per role in the run, per step, and over all runs", async () => {
    const store = createMemoryStore();
    await told(store, "run-a", tracedRun());
    await told(store, "run-b", tracedRun());
    const { record } = await recordOfRun(store, "run-a");
    const use = { calls: 1, inputTokens: 1000, cachedTokens: 400, outputTokens: 50, usd: 0.25, ms: 400 };
    const twice = { calls: 2, inputTokens: 2000, cachedTokens: 800, outputTokens: 100, usd: 0.5, ms: 800 };
    const coder = [
      { role: "coder", model: "small", ...use, failures: 1 },
      { role: "coder", model: "big", ...twice, failures: 0 },
    ];
    expect(record).toMatchObject({
      usage: {
        models: [
          { role: "router", model: "big", ...use, failures: 0 },
          { role: "orchestrator", model: "big", ...use, failures: 0 },
          ...coder,
          { role: "analyst", model: "big", ...use, failures: 0 },
        ],
      },
      steps: [{ step: 1, models: coder }],
    });
    expect(await runStats(store)).toMatchObject({
      byModel: {
        big: {
          calls: 10,
          inputTokens: 10_000,
          cachedTokens: 4000,
          outputTokens: 500,
          usd: 2.5,
          failures: 0,
          meanMs: 400,
        },
        small: { calls: 2, usd: 0.5, failures: 2 },
      },
      scripts: { steps: 2, done: 2, attempts: { "2": 2 }, errors: { "api-name": 2 } },
    });
  });

  it("gives exchanges with their text while the store has it", async () => {
    const store = createMemoryStore();
    const [messages = null, answer = null] = exchanged;
    await told(store, "run-a", tracedRun(), [messages]);
    const exchanges = await exchangesOfRun(store, "run-a");
    expect(exchanges.map(({ role, model }) => `${role} ${model}`)).toEqual([
      "router big",
      "orchestrator big",
      "coder small",
      "coder big",
      "coder big",
      "analyst big",
    ]);
    expect(exchanges[0]).toMatchObject({ messages, inputTokens: 1000 });
    expect(exchanges[0]).not.toHaveProperty("answer");
    await store.putBody(digestOf(answer), answer);
    expect((await exchangesOfRun(store, "run-a"))[5]).toMatchObject({ messages, answer });
    const folder = mkdtempSync(join(tmpdir(), "nephoscope-exchanges-"));
    const events = await store.events("run-a");
    writeRunFolder(folder, foldRecord(events), events);
    expect(readdirSync(folder)).not.toContain("exchanges");
    writeRunFolder(folder, foldRecord(events), events, { exchanges });
    expect(readdirSync(join(folder, "exchanges"))).toEqual([
      "001-router.json",
      "002-orchestrator.json",
      "003-coder.json",
      "004-coder.json",
      "005-coder.json",
      "006-analyst.json",
    ]);
    expect(JSON.parse(readFileSync(join(folder, "exchanges", "001-router.json"), "utf8"))).toMatchObject({
      messages,
    });
    await expect(exchangesOfRun(store, "nothing")).rejects.toMatchObject({ code: "not-found" });
  });
});
