import { describe, expect, it } from "vitest";
import { noTokens, type Chat, type ChatOutcome, type ModelFailureKind } from "./models.ts";
import { withBreaker } from "./with-breaker.ts";

const answered: ChatOutcome = {
  kind: "answered",
  result: { text: "yes", toolCalls: [], stop: "stop", tokens: noTokens, requests: 1, ms: 1 },
};

/** A chat that fails so often, and how often it was asked. */
function failing(kind: ModelFailureKind, times: number) {
  const seen = { asked: 0, ms: 0 };
  const chat: Chat = async () => {
    seen.asked += 1;
    return seen.asked > times
      ? answered
      : { kind: "failed", failure: { kind, message: "no", retryable: true, requests: 4 } };
  };
  return { seen, chat: withBreaker(chat, { restMs: 1000, clock: () => seen.ms }) };
}

describe("the breaker", () => {
  it.each(["unreachable", "server", "timeout", "throttled"] as const)(
    "leaves a model alone after %s, and asks again after a rest",
    async (kind) => {
      const { seen, chat } = failing(kind, 1);
      await chat({ messages: [] });
      expect(await chat({ messages: [] })).toMatchObject({
        failure: { kind, requests: 0, retryable: false },
      });
      expect(seen.asked).toBe(1);
      seen.ms = 1001;
      expect((await chat({ messages: [] })).kind).toBe("answered");
      expect((await chat({ messages: [] })).kind).toBe("answered");
    },
  );

  it.each(["refused", "unknown-model"] as const)("never asks again after %s", async (kind) => {
    const { seen, chat } = failing(kind, 1);
    await chat({ messages: [] });
    seen.ms = 1e12;
    expect((await chat({ messages: [] })).kind).toBe("failed");
    expect(seen.asked).toBe(1);
  });

  it.each(["malformed", "too-long", "bad-request", "budget", "cancelled"] as const)(
    "asks on after %s: that was about one request",
    async (kind) => {
      const { chat } = failing(kind, 1);
      await chat({ messages: [] });
      expect((await chat({ messages: [] })).kind).toBe("answered");
    },
  );
});
