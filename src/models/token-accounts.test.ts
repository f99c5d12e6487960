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
  return { entry, chat, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

const messages = [{ role: "user" as const, text: "How many buckets are there? ".repeat(50) }];

describe("what a failure costs", () => {
  it.each([
    ["a refused key", { kind: "status", status: 401, message: `Incorrect API key: ${key}.` }],
    ["a provider that fails", { kind: "status", status: 500 }],
    ["throttling", { kind: "status", status: 429 }],
    ["an unknown model", { kind: "status", status: 404 }],
  ] as const)("is nothing for %s, however often it was tried", async (_name, behaviour) => {
    await using model = await opened(() => behaviour);
    const meter = new Meter();
    const outcome = await meter.metered(model.chat, "coder", model.entry)({ messages });
    expect(outcome.kind).toBe("failed");
    expect(JSON.stringify(outcome)).not.toContain(key);
    expect([meter.tokens(), meter.usd()]).toEqual([0, 0]);
  });

  it("is what was answered, where the answer broke off", async () => {
    await using model = await opened(() => ({ kind: "unfinished", text: "There are thr" }));
    const meter = new Meter();
    await meter.metered(model.chat, "coder", model.entry)({ messages });
    expect(meter.tokens()).toBeGreaterThan(4 * 300);
  });
});

describe("what several turns cost", () => {
  const schema = z.strictObject({ buckets: z.number() });
  const tokens = { input: 100, output: 10 };

  it("is their sum, also when the turn that repairs fails", async () => {
    await using model = await opened((n) =>
      n === 1 ? { kind: "answer", text: "three", tokens } : { kind: "status", status: 401 },
    );
    const outcome = await askStructured({ chat: model.chat, request: { messages }, name: "count", schema });
    expect(outcome).toMatchObject({
      kind: "failed",
      failure: { kind: "refused", requests: 2, tokens: { input: 100, output: 10 } },
    });
  });

  it("is their sum, also when an answer that was cut cannot go on", async () => {
    await using model = await opened((n) =>
      n === 1
        ? { kind: "answer", text: "a\nb\nc", stop: "length", tokens }
        : { kind: "unfinished", text: "d" },
    );
    const outcome = await model.chat({ messages });
    expect(outcome).toMatchObject({ kind: "answered", result: { text: "a\nb\nc", requests: 5 } });
    if (outcome.kind === "answered") expect(outcome.result.tokens.input).toBeGreaterThan(4 * 100);
  });
});
