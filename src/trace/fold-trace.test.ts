import { describe, expect, it } from "vitest";
import { exchanged, tracedRun } from "../testing/traced-run.ts";
import { runStart, toldRun } from "../testing/told-run.ts";
import { foldTrace } from "./fold-trace.ts";
import type { Span } from "./trace.ts";

const events = toldRun("r1", tracedRun());
const spans = foldTrace(events);
const byKey = (key: string) => spans.find((span) => span.key === key);

/** `key < parent`, indented by nothing: the tree's shape at a glance. */
function shape(all: readonly Span[]): readonly string[] {
  return all.map(({ key, parent, status }) => `${key} < ${parent ?? "-"} ${status}`);
}

describe("foldTrace", () => {
  it("makes a tree of run, iterations, steps, attempts, exchanges and calls", () => {
    expect(shape(spans)).toEqual([
      "run < - ok",
      "model/2 < run ok",
      "iteration/1 < run ok",
      "model/4 < iteration/1 ok",
      "step/1 < iteration/1 ok",
      "step/1/attempt/1 < step/1 error",
      "model/6 < step/1/attempt/1 error",
      "model/7 < step/1/attempt/1 ok",
      "step/1/attempt/2 < step/1 ok",
      "model/10 < step/1/attempt/2 ok",
      "call/1 < step/1/attempt/2 ok",
      "call/2 < step/1/attempt/2 error",
      "iteration/2 < run ok",
      "model/20 < iteration/2 ok",
    ]);
  });

  it("puts children within their parents in time", () => {
    const wrong = spans.filter((span) => {
      const parent = spans.find((one) => one.key === span.parent);
      return span.end < span.start || (parent && (span.start < parent.start || span.end > parent.end));
    });
    expect(wrong).toEqual([]);
    // The exchange that wrote the script began before the script was there.
    expect(byKey("step/1/attempt/2")?.start).toBe("2026-11-21T10:00:08.600Z");
    expect(byKey("call/1")).toMatchObject({
      start: "2026-11-21T10:00:13.100Z",
      end: "2026-11-21T10:00:13.220Z",
    });
  });

  it("tells of an attempt what it was, what it ran and what came of it", () => {
    expect(byKey("step/1/attempt/1")).toMatchObject({
      facts: { iteration: 1, step: 1, attempt: 1, status: "rejected", diagnostics: ["api-name in line 2"] },
      error: { type: "api-name", message: "There is no service ec3." },
      input: { code: expect.stringContaining("ec3") },
    });
    expect(byKey("step/1/attempt/2")).toMatchObject({
      facts: { status: "ran", exitCode: 0, ms: 900 },
      output: { output: { Tags: [{ Key: "DbPassword" }] } },
    });
  });

  it("tells of a call the decision, and neither parameters nor response", () => {
    expect(byKey("call/2")).toMatchObject({
      name: "ec2:TerminateInstances",
      facts: { decision: "denied", deniedBy: "mandate", status: 0 },
      error: { type: "denied-by-mandate", message: "mutates" },
    });
    expect(byKey("call/1")).not.toHaveProperty("input");
    expect(byKey("call/1")).not.toHaveProperty("output");
    expect(JSON.stringify(byKey("call/1"))).not.toMatch(/Filters|Reservations/);
  });

  it("has the text of exchanges only where it is given", () => {
    expect(byKey("model/4")).not.toHaveProperty("input");
    const [told = null, said = null] = exchanged;
    const model = events.find((event) => event.kind === "model");
    const withText = foldTrace(events, (digest) =>
      model && "promptDigest" in model && digest === model.promptDigest ? told : said,
    );
    expect(withText.find((span) => span.key === "model/4")).toMatchObject({
      input: { messages: told },
      output: { text: said },
    });
  });

  it("sums what models used in the run", () => {
    expect(byKey("run")?.facts).toMatchObject({
      modelTokens: 6 * 1050,
      modelUsd: 1.5,
      awsCalls: 1,
      status: "answered",
      mode: "mixed",
    });
  });

  it("tells of every beginning of a run what there is, and never leaves a span without its parent", () => {
    for (const [index] of events.entries()) {
      const some = foldTrace(events.slice(0, index + 1));
      const keys = some.map(({ key }) => key);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { parent } of some.slice(1)) expect(keys).toContain(parent);
      if (index < events.length - 1) expect(some[0]?.status).toBe("unfinished");
    }
  });

  it("tells an attempt that was begun again as it ended", () => {
    const at = { step: 1, attempt: 1 };
    const outcome = { kind: "exited" as const, exitCode: 1, stdout: "", stderr: "", ms: 1 };
    const again = toldRun("r", [
      runStart({ job: "script-run" }),
      { kind: "attempt-start", ...at },
      { kind: "attempt-end", ...at, outcome, error: { kind: "exception", message: "broken" } },
      { kind: "run-resume", from: 3 },
      { kind: "attempt-start", ...at },
      { kind: "attempt-end", ...at, outcome: { ...outcome, exitCode: 0 } },
      { kind: "run-end", status: "answered", errors: [], ms: 1 },
    ]);
    expect(shape(foldTrace(again))).toEqual(["run < - ok", "step/1/attempt/1 < run ok"]);
    expect(foldTrace(again.slice(0, 5))[1]?.status).toBe("unfinished");
  });

  it("names the failure of a run", () => {
    const failed = toldRun("r", [
      runStart(),
      { kind: "run-end", status: "failed", errors: [{ code: "credentials", message: "No keys." }], ms: 5 },
    ]);
    expect(foldTrace(failed)).toMatchObject([
      { key: "run", status: "error", error: { type: "credentials", message: "No keys." } },
    ]);
  });
});
