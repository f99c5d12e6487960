import { describe, expect, it } from "vitest";
import { correctScripts, fixtureChecker, place } from "./fixtures/fixture-models.ts";

describe("correct scripts", () => {
  const scripts = correctScripts();
  const checker = fixtureChecker();

  it("are there", () => {
    expect(scripts.length).toBeGreaterThan(40);
  });

  it.each(scripts)("raise no alarm: $name", async ({ code }) => {
    const { ok, diagnostics, unresolved, calls, policy } = await checker.check({ code, ...place });
    expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
    expect(unresolved).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
    expect(policy.Statement.length).toBeGreaterThan(0);
    expect(ok).toBe(true);
  });

  it.each(scripts)("stay right after their fixes: $name", async ({ code }) => {
    const { fixedCode, calls } = await checker.check({ code, ...place });
    const again = await checker.check({ code: fixedCode, ...place });
    expect(again.diff).toBe("");
    expect(again.calls.map(({ operation }) => operation).toSorted()).toEqual(
      calls.map(({ operation }) => operation).toSorted(),
    );
  });
});
