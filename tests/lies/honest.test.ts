import { describe, expect, it } from "vitest";
import { honest } from "./honest.ts";
import { answerTo } from "./tell.ts";

describe("a claim that is true and well cited", () => {
  it.each(honest)("is kept as what it deserves: %s", async (_name, claim, deserved) => {
    const answer = await answerTo({ claims: [claim] });
    expect(answer.rejectedClaims.map(({ text, why }) => (text === claim.title ? why : ""))).not.toContain(
      expect.stringMatching(/./),
    );
    expect(answer.findings).toMatchObject([{ title: claim.title, ...deserved }]);
    expect(answer.verdict).toBe(deserved.severity === "info" ? "inconclusive" : "fault-found");
  });
});
