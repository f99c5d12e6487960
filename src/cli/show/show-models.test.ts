import { describe, expect, it } from "vitest";
import { runStats } from "../../app/runs/run-stats.ts";
import { foldRecord } from "../../core/fold/fold-record.ts";
import { createMemoryStore } from "../../testing/memory-store.ts";
import { toldRun } from "../../testing/told-run.ts";
import { tracedRun } from "../../testing/traced-run.ts";
import { showModels } from "./show-models.ts";
import { showStats } from "./show-stats.ts";

const paint = Object.assign((_style: unknown, text: string) => text, { colour: false, columns: 100 });

describe("what models used, for a terminal", () => {
  it("per role in the run, then per step", () => {
    const shown = showModels(foldRecord(toldRun("r", tracedRun())), paint);
    expect(shown).toMatch(/models {2}1\.5000 USD/);
    expect(shown).toContain(
      "    router · big · 1 request · 1000 (400 cached) + 50 tokens · 0.2500 USD · 0.4 s\n",
    );
    expect(shown).toMatch(/ step 1 {2}coder · small · 1 request · .* · 1 without an answer\n/);
  });

  it("nothing where none was asked", () => {
    const without = tracedRun().filter((event) => event.kind !== "model");
    expect(showModels(foldRecord(toldRun("r", without)), paint)).toBe("");
  });

  it("over all runs: per model, attempts of scripts, classes of errors", async () => {
    const store = createMemoryStore();
    for (const body of tracedRun()) await store.append("r", "2026-11-21T10:00:00.000Z", body);
    const shown = showStats(await runStats(store), paint);
    expect(shown).toMatch(
      /big +5 requests · 5000 \+ 250 tokens · 1\.2500 USD · 0 without an answer · mean 0\.4 s/,
    );
    expect(shown).toMatch(/1 of 1 steps done · attempts 2 1\n +errors api-name 1/);
    expect(shown).toContain("1 sent · 0 from memory · 1 denied · 0 failed");
  });
});
