import { describe, expect, it } from "vitest";
import { planted } from "../../scripts/attack/injections.ts";
import { secrets } from "../../scripts/attack/secrets.ts";

describe.each([secrets, planted])("$name, end to end on the simulator", (family) => {
  it("come to nothing, and succeed without the guard", { timeout: 900_000 }, async () => {
    const attempts = await family.attack(() => undefined);
    expect(attempts.filter(({ escaped }) => escaped)).toEqual([]);
    expect(attempts.length).toBeGreaterThan(50);
    expect(attempts.filter(({ succeedsWithout }) => succeedsWithout === false)).toEqual([]);
  });
});
