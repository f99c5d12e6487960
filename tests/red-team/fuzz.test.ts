import { describe, expect, it } from "vitest";
import { auditChain } from "../../scripts/attack/audit.ts";
import { fuzzers } from "../../scripts/attack/fuzz.ts";

describe.each([auditChain, fuzzers])("$name", (family) => {
  it("is withstood", async () => {
    const attempts = await family.attack(() => undefined);
    expect(attempts.length).toBeGreaterThan(30);
    expect(attempts.filter(({ escaped }) => escaped)).toEqual([]);
  });
});
