import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { securityPage, tableIn, tableOf } from "../../scripts/attack/security-table.ts";
import type { Summary } from "../../scripts/attack/summary.ts";

const results = JSON.parse(
  readFileSync(new URL("../../bench/results/attack.json", import.meta.url), "utf8"),
) as { readonly families: readonly Summary[] };

/** The formatter may align the table's columns. */
const rows = (table: string) =>
  table.split("\n").map((line) =>
    line
      .split("|")
      .map((cell) => cell.trim().replace(/^-+$/, "---"))
      .join("|"),
  );

describe("docs/security.md", () => {
  it("shows the figures that were measured last", () => {
    expect(rows(tableIn(readFileSync(securityPage, "utf8")))).toEqual(rows(tableOf(results.families)));
  });

  it("shows all families, and nothing that escaped", () => {
    expect(results.families.length).toBeGreaterThanOrEqual(7);
    for (const family of results.families) {
      expect([family.name, family.escaped, family.failed]).toEqual([family.name, 0, undefined]);
      expect(family.attempts).toBeGreaterThan(0);
    }
  });
});
