import { describe, expect, it } from "vitest";
import { z } from "zod";
import { openAiWire } from "../testing/model-server/openai-wire.ts";
import { startModelServer } from "../testing/model-server/start-model-server.ts";
import type { Behaviour } from "../testing/model-server/behaviour.ts";
import { ModelEntry } from "../content/load-models.ts";
import { askStructured } from "./ask-structured.ts";
import { Meter } from "./meter.ts";
import { openChat } from "./open-chat.ts";

const key = "token-abcdef-unprefixed";

async function opened(answer: (n: number) => Behaviour) {
  const server = await startModelServer({ wire: openAiWire, answer: (_request, n) => answer(n) });
  const entry = ModelEntry.parse({
    id: "m",
    provider: "openai-compatible",
    baseUrl: `${server.url}/v1`,
    prices: { input: 10, output: 10 },
  });
  const chat = openChat({ entry, access: { apiKey: key }, retries: { wait: async () => undefined } });
  return { server, entry, chat };
}

const messages = [{ role: "user" as const, text: "How many buckets are there? ".repeat(50) }];

describe("what a failure costs", () => {
  it.each([
    ["a refused key", { kind: "status", status: 401, message: `Incorrect API key: ${key}.` }],
    ["a provider that fails", { kind: "status", status: 500 }],
    ["throttling", { kind: "status", status: 429 }],
    ["an unknown model", { kind: "status", status: 404 }],
  ] as const)("is nothing for %s, however often it was tried", async (_name, behaviour) => {
    const { server, entry, chat } = await opened(() => behaviour);
    await using _server = server;
    const meter = new Meter();
    const outcome = await meter.metered(chat, "coder", entry)({ messages });
    expect(outcome.kind).toBe("failed");
    expect(JSON.stringify(outcome)).not.toContain(key);
    expect([meter.tokens(), meter.usd()]).toEqual([0, 0]);
  });

  it("is what was answered, where the answer broke off", async () => {
    const { server, entry, chat } = await opened(() => ({ kind: "unfinished", text: "There are thr" }));
    await using _server = server;
    const meter = new Meter();
    await meter.metered(chat, "coder", entry)({ messages });
    expect(meter.tokens()).toBeGreaterThan(4 * 300);
  });
});

describe("what several turns cost", () => {
  const schema = z.strictObject({ buckets: z.number() });
  const tokens = { input: 100, output: 10 };

  it("is their sum, also when the turn that repairs fails", async () => {
    const { server, chat } = await opened((n) =>
      n === 1 ? { kind: "answer", text: "three", tokens } : { kind: "status", status: 401 },
    );
    await using _server = server;
    const outcome = await askStructured({ chat, request: { messages }, name: "count", schema });
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: { kind: "refused", requests: 2, tokens: { input: 100, output: 10 } },
    });
  });

  it("is their sum, also when an answer that was cut cannot go on", async () => {
    const { server, chat } = await opened((n) =>
      n === 1
        ? { kind: "answer", text: "a\nb\nc", stop: "length", tokens }
        : { kind: "unfinished", text: "d" },
    );
    await using _server = server;
    const outcome = await chat({ messages });
    expect(outcome).toMatchObject({ kind: "answered", result: { text: "a\nb\nc", requests: 5 } });
    if (outcome.kind === "answered") expect(outcome.result.tokens.input).toBeGreaterThan(4 * 100);
  });
});
