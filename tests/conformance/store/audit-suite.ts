import { describe, expect, it } from "vitest";
import { verifyAudit } from "../../../src/app/audit/verify-audit.ts";
import { AuditEntry, genesis, hashOfEntry } from "../../../src/core/audit/audit.ts";
import { labelOfHead, parseHead } from "../../../src/core/audit/audit-head.ts";
import { digestOf } from "../../../src/core/json/digest.ts";
import type { EventBody } from "../../../src/core/event.ts";
import type { Store } from "../../../src/store/store.ts";
import { runStart, toldCall } from "../../../src/testing/told-run.ts";

const at = "2026-11-21T10:00:00.000Z";
export const runEnd: Extract<EventBody, { kind: "run-end" }> = {
  kind: "run-end",
  status: "answered",
  errors: [],
  ms: 1,
};

/** A run with one allowed and one denied call. */
export async function tellRun(store: Store, run: string, when = at): Promise<void> {
  const body = { run };
  await store.putBody(digestOf(body), body);
  const denied = { decision: "denied", deniedBy: "ceiling", reason: "no", status: 0 } as const;
  for (const event of [
    runStart(),
    { kind: "note", text: "not audited" },
    { kind: "call", attempt: 1, call: toldCall(1, body) },
    { kind: "call", attempt: 1, call: toldCall(2, undefined, denied) },
    runEnd,
  ] satisfies EventBody[])
    await store.append(run, when, event);
}

/** What the audit log of every store must pass. */
export function auditSuite(name: string, make: () => Store): void {
  describe(name, () => {
    it("holds every call, decision, start and end, chained from the first entry on", async () => {
      await using store = make();
      await tellRun(store, "a");
      const entries = await store.audit.entries();
      expect(entries.map(({ seq, kind, run }) => [seq, kind, run])).toEqual([
        [1, "run-start", "a"],
        [2, "call", "a"],
        [3, "call", "a"],
        [4, "run-end", "a"],
      ]);
      expect(entries[2]?.body).toMatchObject({
        call: { service: "ec2", decision: "denied", deniedBy: "ceiling", reason: "no" },
      });
      expect(entries[0]?.body).toMatchObject({ scope: { account: "123456789012" }, grant: {} });
      expect(entries.map((entry) => entry.previous)).toEqual([
        genesis,
        ...entries.slice(0, 3).map((entry) => entry.hash),
      ]);
      for (const entry of entries) expect(hashOfEntry(AuditEntry.parse(entry))).toBe(entry.hash);
      expect(await verifyAudit(store, "x")).toMatchObject({ ok: true, entries: 4, from: 1, warnings: [] });
    });

    it("tells the head to the run's end, and to whoever asks", async () => {
      await using store = make();
      expect(await store.audit.head()).toBeUndefined();
      await tellRun(store, "a");
      const [third, fourth] = (await store.audit.entries()).slice(2);
      expect((await store.events("a")).at(-1)).toMatchObject({ audit: { seq: 3, hash: third?.hash } });
      const head = await store.audit.head();
      expect(head).toEqual({ seq: 4, hash: fourth?.hash });
      const label = labelOfHead(head ?? { seq: 0, hash: "" });
      expect(label).toMatch(/^[\w+=,.@-]{2,64}$/);
      for (const noted of [label, `${head?.seq}:${head?.hash}`]) {
        expect(parseHead(noted)?.seq).toBe(4);
        expect(await verifyAudit(store, "x", { heads: [noted] })).toMatchObject({ ok: true });
        const other = noted.replace(/.{4}$/, "0000");
        expect(await verifyAudit(store, "x", { heads: [other] })).toMatchObject({
          ok: false,
          faults: [{ kind: "replaced", seq: 4 }],
        });
      }
      await expect(verifyAudit(store, "x", { heads: ["nonsense"] })).rejects.toMatchObject({ code: "usage" });
    });

    it("takes what no event tells, and refuses what no reader could read", async () => {
      await using store = make();
      const digests = { promptDigest: digestOf("x"), answerDigest: digestOf("y") };
      const model = { provider: "p", model: "m", role: "coder", ...digests };
      const tokens = { inputTokens: 10, outputTokens: 3, usd: 0.01 };
      await store.audit.append(at, { kind: "model", ...model, ...tokens }, "a");
      // @ts-expect-error: what JavaScript callers may send
      await expect(store.audit.append(at, { kind: "model", role: 7 })).rejects.toThrow();
      expect(await store.audit.entries()).toMatchObject([{ kind: "model", run: "a", body: { ...tokens } }]);
    });

    it("finds entries by run, kind and time", async () => {
      await using store = make();
      await tellRun(store, "a");
      await tellRun(store, "b", "2026-11-22T10:00:00.000Z");
      expect(await store.audit.entries({ run: "b" })).toHaveLength(4);
      expect(await store.audit.entries({ kind: "call" })).toHaveLength(4);
      expect(await store.audit.entries({ since: "2026-11-22T00:00:00.000Z", kind: "call" })).toHaveLength(2);
      expect((await store.audit.entries({ from: 3, limit: 2 })).map((entry) => entry.seq)).toEqual([3, 4]);
    });

    it("stays when runs are purged, and says which were", async () => {
      await using store = make();
      await tellRun(store, "a");
      await store.purge({ at, because: "test" });
      expect(await store.runs()).toEqual([]);
      expect(await verifyAudit(store, "x")).toMatchObject({ ok: true, entries: 5 });
    });

    it("begins at an anchor once old entries were pruned", async () => {
      await using store = make();
      expect(await store.audit.prune(at, at)).toBeUndefined();
      await tellRun(store, "a");
      await tellRun(store, "b", "2026-11-25T10:00:00.000Z");
      const [, , , last] = await store.audit.entries();
      const entry = await store.audit.prune("2026-11-24T00:00:00.000Z", "2026-11-26T00:00:00.000Z");
      expect(entry).toMatchObject({ kind: "prune", body: { through: 4, hash: last?.hash, removed: 4 } });
      expect((await store.audit.entries()).map((one) => one.seq)).toEqual([5, 6, 7, 8, 9]);
      expect(await verifyAudit(store, "x")).toMatchObject({
        ok: true,
        from: 5,
        warnings: ["entries 1 to 4 were pruned, as a later entry says"],
      });
      await tellRun(store, "c", "2026-11-27T10:00:00.000Z");
      await store.audit.prune("2026-11-26T12:00:00.000Z", "2026-11-28T00:00:00.000Z");
      expect(await verifyAudit(store, "x")).toMatchObject({ ok: true, from: 10, entries: 5 });
    });

    it("stays one chain when much is written at once", async () => {
      await using store = make();
      await Promise.all(Array.from({ length: 20 }, (_, index) => tellRun(store, `run-${index}`)));
      expect(await verifyAudit(store, "x")).toMatchObject({ ok: true, entries: 80 });
    });

    it("keeps large parameters by digest only", async () => {
      await using store = make();
      const params = { Filter: "x".repeat(10_000) };
      await store.append("a", at, { kind: "call", attempt: 1, call: toldCall(1, {}, { params }) });
      const [entry] = await store.audit.entries();
      expect(JSON.stringify(entry).length).toBeLessThan(2_000);
      expect(entry?.body).toMatchObject({ call: { paramsDigest: digestOf(params) } });
    });
  });

  describe(`${name}: one process works on a run`, () => {
    it("does not let a run that is being worked on be taken up, until it ended or was left", async () => {
      await using store = make();
      await store.append("a", at, runStart());
      const resume: EventBody = { kind: "run-resume", from: 1 };
      await expect(store.append("a", at, resume)).rejects.toMatchObject({ code: "environment" });
      expect(await store.events("a")).toHaveLength(1);
      expect((await store.purge({ at, because: "test" })).runs).toEqual([]);
      await store.leave("a");
      expect((await store.append("a", at, resume)).seq).toBe(2);
      await store.append("a", at, { ...runEnd, status: "cancelled" });
      expect((await store.append("a", at, resume)).seq).toBe(4);
    });

    it("keeps as many of the newest runs as are asked for, and purges by status", async () => {
      await using store = make();
      for (const day of [1, 2, 3, 4]) {
        const when = `2026-11-0${day}T00:00:00.000Z`;
        await store.append(`run-${day}`, when, runStart());
        await store.append(`run-${day}`, when, { ...runEnd, status: day % 2 === 0 ? "failed" : "answered" });
      }
      const idsOf = async (which: object) =>
        (await store.purge({ at, because: "test", dryRun: true, ...which })).runs.map((run) => run.id);
      expect(await idsOf({ keep: 3 })).toEqual(["run-1"]);
      expect(await idsOf({ keep: 4 })).toEqual([]);
      expect(await idsOf({ status: ["failed"] })).toEqual(["run-4", "run-2"]);
      expect(await idsOf({ status: ["failed"], keep: 1 })).toEqual(["run-2"]);
      expect(await idsOf({ before: "2026-11-04T00:00:00.000Z", keep: 2 })).toEqual(["run-2", "run-1"]);
      expect(await idsOf({})).toHaveLength(4);
    });
  });
}
