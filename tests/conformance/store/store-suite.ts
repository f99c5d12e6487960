import { describe, expect, it } from "vitest";
import { digestOf } from "../../../src/core/json/digest.ts";
import type { Event, EventBody } from "../../../src/core/event.ts";
import { foldSummary } from "../../../src/core/fold/fold-summary.ts";
import type { RunSummary, Store } from "../../../src/store/store.ts";
import { runStart, toldCall } from "../../../src/testing/told-run.ts";

const note = (text: string): EventBody => ({ kind: "note", text });
const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}T00:00:00.000Z`;

/** What every store must pass. `make` gives a new, empty one. */
export function storeSuite(name: string, make: () => Store): void {
  describe(name, () => {
    it("numbers the events of each run from 1 without gaps, many at once", async () => {
      await using store = make();
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          store.append(index % 2 === 0 ? "a" : "b", day(1), note(String(index))),
        ),
      );
      const events = await store.events("a");
      expect(events.map((event) => event.seq)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
      expect(await store.events("b", 24)).toHaveLength(2);
      expect(await store.events("none")).toEqual([]);
    });

    it("gives back what was appended, equal to what append said", async () => {
      await using store = make();
      const said = [
        await store.append("a", day(1), runStart()),
        await store.append("a", day(2), { kind: "call", attempt: 1, call: toldCall(1, { a: "é\u0000" }) }),
      ];
      expect(await store.events("a")).toEqual(said);
      expect(said[1]).toMatchObject({ run: "a", seq: 2, at: day(2), kind: "call", call: { n: 1 } });
    });

    it("refuses an event that no reader could read", async () => {
      await using store = make();
      // @ts-expect-error: what JavaScript callers may send
      await expect(store.append("a", day(1), { kind: "note", text: 7 })).rejects.toThrow();
      expect(await store.events("a")).toEqual([]);
      expect((await store.append("a", day(1), note("first"))).seq).toBe(1);
    });

    it("keeps a body once under its digest", async () => {
      await using store = make();
      const body = { Reservations: [{ text: "ü", none: null, list: [1, 2.5, true] }] };
      await store.putBody(digestOf(body), body);
      await store.putBody(digestOf(body), body);
      expect(await store.body(digestOf(body))).toEqual(body);
      expect(await store.body("sha256:none")).toBeUndefined();
    });

    it("lists runs, newest first, by status and job", async () => {
      await using store = make();
      await store.append("a", day(1), runStart());
      await store.append("a", day(1), { kind: "run-end", status: "answered", errors: [], ms: 1 });
      await store.append("b", day(2), runStart({ job: "explain-path" }));
      await store.append("c", day(3), runStart());
      expect((await store.runs()).map((run) => run.id)).toEqual(["c", "b", "a"]);
      expect((await store.runs({ status: "running", job: "ask" })).map((run) => run.id)).toEqual(["c"]);
      expect((await store.runs({ limit: 2 })).map((run) => run.id)).toEqual(["c", "b"]);
    });

    it("says of each run what the fold of its events says", async () => {
      await using store = make();
      const bodies: EventBody[] = [
        runStart(),
        { kind: "call", attempt: 1, call: toldCall(1, {}) },
        { kind: "call", attempt: 1, call: toldCall(2, {}, { cached: true }) },
        { kind: "call", attempt: 1, call: toldCall(3, undefined, { decision: "denied" }) },
        { kind: "run-end", status: "cancelled", errors: [], ms: 1 },
        { kind: "run-resume", from: 5 },
      ];
      for (const [index, body] of bodies.entries()) {
        await store.append("a", day(index + 1), body);
        const folded = (await store.events("a")).reduce<RunSummary | undefined>(
          (before, event: Event) => foldSummary(before, event),
          undefined,
        );
        expect(await store.runs()).toEqual([folded]);
      }
      expect(await store.runs()).toMatchObject([
        { status: "running", awsCalls: 1, events: 6, account: "123456789012" },
      ]);
    });

    it("finds a run by its id or an unambiguous prefix", async () => {
      await using store = make();
      for (const id of ["abc", "abcd", "xy_1", "xyz1"]) await store.append(id, day(1), note(id));
      expect(await store.findRun("abc")).toBe("abc");
      expect(await store.findRun("ab")).toBeUndefined();
      expect(await store.findRun("xy_")).toBe("xy_1");
      expect(await store.findRun("xyz")).toBe("xyz1");
      expect(await store.findRun("")).toBeUndefined();
      expect(await store.findRun("%")).toBeUndefined();
    });

    it("keeps what was told to a model, and what it said, as long as the run", async () => {
      await using store = make();
      const [told, turns, said, aliases] = ["a prompt", "more turns", "an answer", "what stands for what"];
      for (const text of [told, turns, said, aliases]) await store.putBody(digestOf(text), text);
      await store.append("a", day(9), runStart());
      const exchange = { role: "coder", model: "m", prompt: "coder/write@1", estimated: false, requests: 1 };
      const tokens = { inputTokens: 1, cachedTokens: 0, outputTokens: 1, usd: 0, ms: 1 };
      const digests = {
        promptDigest: digestOf(told),
        turnsDigest: digestOf(turns),
        answerDigest: digestOf(said),
        aliasesDigest: digestOf(aliases),
      };
      await store.append("a", day(9), { kind: "model", ...exchange, ...tokens, ...digests });
      await store.append("a", day(9), { kind: "run-end", status: "answered", errors: [], ms: 1 });
      await store.purge({ before: day(5), at: day(9), because: "test" });
      for (const text of [told, turns, said, aliases]) expect(await store.body(digestOf(text))).toBe(text);
      expect(await store.audit.entries({ kind: "model" })).toMatchObject([{ body: { ...digests, usd: 0 } }]);
      await store.purge({ at: day(9), because: "test" });
      for (const text of [told, turns, said, aliases])
        expect(await store.body(digestOf(text))).toBeUndefined();
    });

    it("purges old runs with the bodies that no other run uses", async () => {
      await using store = make();
      const [shared, own] = [{ shared: true }, { own: true }];
      for (const [run, date, bodies] of [
        ["old", day(1), [shared, own]],
        ["new", day(9), [shared]],
      ] as const) {
        await store.append(run, date, runStart());
        for (const [index, body] of bodies.entries()) {
          await store.putBody(digestOf(body), body);
          await store.append(run, date, { kind: "call", attempt: 1, call: toldCall(index + 1, body) });
        }
      }
      await store.append("old", day(2), { kind: "run-end", status: "answered", errors: [], ms: 1 });
      const which = { before: day(5), at: day(9), because: "test" };
      const purged = await store.purge({ ...which, dryRun: true });
      expect(purged).toMatchObject({ runs: [{ id: "old" }], bodies: 1 });
      expect(purged.bytes).toBeGreaterThan(5);
      expect(await store.events("old")).toHaveLength(4);
      expect(await store.purge(which)).toEqual(purged);
      expect(await store.events("old")).toEqual([]);
      expect(await store.findRun("old")).toBeUndefined();
      expect(await store.body(digestOf(own))).toBeUndefined();
      expect(await store.body(digestOf(shared))).toEqual(shared);
      expect(await store.events("new")).toHaveLength(2);
      expect(await store.purge(which)).toEqual({ runs: [], bodies: 0, bytes: 0 });
      expect((await store.audit.entries({ kind: "purge" })).map((entry) => entry.body)).toEqual([
        { runs: ["old"], bodies: 1, because: "test" },
      ]);
    });
  });
}
