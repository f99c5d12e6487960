import { describe, expect, it } from "vitest";
import { costOf, Meter } from "./meter.ts";
import type { Chat, Tokens } from "./models.ts";

const tokens: Tokens = { input: 1000, cached: 400, output: 100, reasoning: 0, estimated: false };
const chat: Chat = async () => ({
  kind: "answered",
  result: { text: "x", toolCalls: [], stop: "stop", tokens, requests: 2, ms: 5 },
});
const entry = { id: "m", prices: { input: 10, cachedInput: 1, output: 40 } };

describe("the meter", () => {
  it("counts cached tokens at their own price", () => {
    expect(costOf(entry, tokens)).toBeCloseTo((600 * 10 + 400 * 1 + 100 * 40) / 1e6, 12);
    expect(costOf({ prices: { input: 10, output: 40 } }, tokens)).toBeCloseTo(
      (1000 * 10 + 100 * 40) / 1e6,
      12,
    );
  });

  it("adds up by role and model, and goes on where an earlier process ended", async () => {
    const first = new Meter();
    await first.metered(chat, "coder", entry)({ messages: [] });
    const second = new Meter({}, first.uses());
    await second.metered(chat, "coder", entry)({ messages: [] });
    await second.metered(chat, "analyst", entry)({ messages: [] });
    expect(second.uses()).toMatchObject([
      { role: "coder", model: "m", calls: 4, tokens: { input: 2000, output: 200 } },
      { role: "analyst", model: "m", calls: 2 },
    ]);
    expect(second.tokens()).toBe(3300);
  });

  it("refuses what would go beyond the budget", async () => {
    const meter = new Meter({ tokens: 1500 });
    const metered = meter.metered(chat, "coder", entry);
    expect((await metered({ messages: [] })).kind).toBe("answered");
    expect((await metered({ messages: [] })).kind).toBe("answered");
    expect(await metered({ messages: [] })).toMatchObject({ kind: "failed", failure: { kind: "budget" } });
    expect(new Meter({ usd: 0 }).exceeded()).toContain("0 USD");
  });
});
