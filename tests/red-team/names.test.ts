import { describe, expect, it } from "vitest";
import { names } from "../../scripts/attack/names.ts";

describe("names as payload", () => {
  it("do nothing on any surface, and something on most of them without the guard", async () => {
    const attempts = await names.attack(() => undefined);
    expect(attempts.filter(({ escaped }) => escaped)).toEqual([]);
    expect(attempts.length).toBeGreaterThan(500);
    expect(attempts.filter(({ succeedsWithout }) => succeedsWithout).length).toBeGreaterThan(200);
  });
});
