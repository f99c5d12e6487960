import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EventBody } from "../core/event.ts";
import type { Event } from "../core/event.ts";
import { foldRecord } from "../core/fold/fold-record.ts";
import { SqliteCheckpointer } from "../store/sqlite-checkpointer.ts";
import { createSqliteStore } from "../store/sqlite-store.ts";
import { makeWorld } from "../testing/agent-world.ts";
import { haltingStore } from "../testing/halting-store.ts";
import { createMemoryStore } from "../testing/memory-store.ts";
import { runStart } from "../testing/told-run.ts";
import type { AgentOptions } from "./agent.ts";
import { createAgent } from "./create-agent.ts";
import { positionOf } from "./position.ts";
import { verifyCitations } from "./verify-citations.ts";

const { question, scope, grant } = EventBody.options[0].parse(runStart());
const start = { question, scope, grant };

type Kept = Pick<AgentOptions, "store" | "checkpointer">;

function onDisk(): Kept {
  const file = join(mkdtempSync(join(tmpdir(), "resume-")), "store", "runs.db");
  return { store: createSqliteStore({ file }), checkpointer: new SqliteCheckpointer({ file }) };
}

const whole = await (await createAgent(makeWorld().options).ask(start)).finished;
const answer = foldRecord(whole).answer;

/** Starts a run that dies after `limit` events, and gives its id. */
async function killedAfter(limit: number, kept: Kept): Promise<string> {
  const { store, halted } = haltingStore(kept.store, limit);
  void createAgent(makeWorld({ ...kept, store }).options)
    .ask(start)
    .catch(() => undefined);
  await halted;
  const [run] = await kept.store.runs();
  return run?.id ?? "";
}

function stepsOf(events: readonly Event[], kind: Event["kind"]): number[] {
  return events.flatMap((event) => (event.kind === kind && "step" in event ? [event.step ?? 0] : []));
}

async function expectSameEnd(run: string, kept: Kept): Promise<void> {
  const before = await kept.store.events(run);
  const world = makeWorld(kept);
  const resumed = await createAgent(world.options).resume(run);
  const events = await resumed.finished;
  const record = foldRecord(events);
  expect(record.answer).toEqual({
    ...answer,
    findings: record.answer.findings,
    ruledOut: record.answer.ruledOut,
  });
  expect(record.answer.findings.map(({ evidence: _evidence, ...finding }) => finding)).toEqual(
    answer.findings.map(({ evidence: _evidence, ...finding }) => finding),
  );
  expect(record.answer.ruledOut.map((claim) => claim.check)).toEqual(
    answer.ruledOut.map((claim) => claim.check),
  );
  expect(record).toMatchObject({ status: "answered", iterations: 2, errors: [] });
  expect(record.steps.map((step) => [step.task, step.status])).toEqual(
    foldRecord(whole).steps.map((step) => [step.task, step.status]),
  );

  // Every citation holds, the log has no gap, the resumption is told.
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.slice(0, before.length)).toEqual(before);
  expect(events[before.length]).toMatchObject({ kind: "run-resume", from: before.length });
  const calls = new Map(
    await Promise.all(
      record.calls.map(
        async (call) =>
          [
            call.n,
            { ...call, response: (await kept.store.body(call.responseDigest ?? "")) ?? null },
          ] as const,
      ),
    ),
  );
  for (const claim of [...record.answer.findings, ...record.answer.ruledOut])
    expect(verifyCitations(claim.evidence, calls)).toEqual([]);
  expect(new Set(record.calls.map((call) => call.n)).size).toBe(record.calls.length);

  // No step that had ended was touched again, and nothing that was read was read again.
  const ended = stepsOf(before, "step-end");
  const after = events.slice(before.length);
  for (const kind of [
    "script-written",
    "script-checked",
    "attempt-start",
    "attempt-end",
    "step-end",
  ] as const) {
    expect(stepsOf(after, kind).filter((step) => ended.includes(step))).toEqual([]);
  }
  expect(stepsOf(events, "step-end").toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4]);
  expect(stepsOf(events, "script-written").length).toBe(stepsOf(whole, "script-written").length);
  const read = new Set(
    before.flatMap((event) =>
      event.kind === "call" && event.call.responseDigest !== undefined
        ? [event.call.action + event.call.responseDigest]
        : [],
    ),
  );
  const again = after.flatMap((event) =>
    event.kind === "call" && !event.call.cached && event.call.responseDigest !== undefined
      ? [event.call.action + event.call.responseDigest]
      : [],
  );
  expect(again.filter((call) => read.has(call))).toEqual([]);
}

describe("a run that was interrupted while it concluded", () => {
  it("concludes anew: what was said in a hurry is not its answer", () => {
    expect(positionOf(whole)).toBe("end");
    const cut = whole.map((event) =>
      event.kind === "run-end" ? { ...event, status: "cancelled" as const } : event,
    );
    expect(positionOf(cut)).toBe("conclude");
  });
});

describe("a run that is killed", () => {
  it("is long enough to be worth killing", () => {
    expect(whole.length).toBeGreaterThan(35);
    expect(answer).toMatchObject({ verdict: "fault-found", findings: [{}], ruledOut: [{}] });
  });

  const boundaries = Array.from({ length: whole.length - 1 }, (_, index) => index + 1);

  it.each(boundaries)("goes on after event %i to the same end", async (limit) => {
    const kept = { store: createMemoryStore() };
    await expectSameEnd(await killedAfter(limit, kept), kept);
  });

  it.each(boundaries.filter((limit) => limit % 3 === 0))(
    "goes on after event %i with store and checkpoints on disk",
    async (limit) => {
      const kept = onDisk();
      await expectSameEnd(await killedAfter(limit, kept), kept);
    },
  );

  it("goes on when it is killed again and again", async () => {
    const kept = { store: createMemoryStore() };
    const run = await killedAfter(5, kept);
    for (const limit of [3, 9, 4, 7, 12]) {
      const { store, halted } = haltingStore(kept.store, limit);
      const resumed = createAgent(makeWorld({ ...kept, store }).options).resume(run);
      await Promise.race([halted, resumed.then((agentRun) => agentRun.finished)]);
    }
    await expectSameEnd(run, kept);
  });

  it("is given as it is when it had ended: no event is added", async () => {
    const kept = onDisk();
    const run = await createAgent(makeWorld(kept).options).ask(start);
    const events = await run.finished;
    const again = await createAgent(makeWorld(kept).options).resume(run.id);
    expect(await again.finished).toEqual(events);
    expect(await kept.store.events(run.id)).toEqual(events);
    expect(positionOf(events)).toBe("end");
  });

  it("that nobody knows cannot be taken up", async () => {
    await expect(createAgent(makeWorld().options).resume("none")).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("believes the log where the checkpoints say otherwise", async () => {
    const kept = onDisk();
    const run = await killedAfter(20, kept);
    const other = new SqliteCheckpointer({
      file: join(mkdtempSync(join(tmpdir(), "resume-")), "store", "runs.db"),
    });
    await expectSameEnd(run, { ...kept, checkpointer: other });
  });
});
