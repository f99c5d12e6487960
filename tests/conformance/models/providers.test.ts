import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ModelEntry } from "../../../src/content/load-models.ts";
import { askStructured } from "../../../src/models/ask-structured.ts";
import type { Chat, ChatRequest } from "../../../src/models/models.ts";
import { openChat } from "../../../src/models/open-chat.ts";
import { anthropicWire } from "../../../src/testing/model-server/anthropic-wire.ts";
import { bedrockWire } from "../../../src/testing/model-server/bedrock-wire.ts";
import type { Behaviour, SeenRequest, Wire } from "../../../src/testing/model-server/behaviour.ts";
import { ollamaWire } from "../../../src/testing/model-server/ollama-wire.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";

interface Candidate {
  readonly name: string;
  readonly wire: Wire;
  readonly entry: z.input<typeof ModelEntry>;
  /** Where the provider's clients expect the API under the server's address. */
  readonly under: string;
}

/** A machine may be busy; only where a server says nothing is it worth giving up early. */
const patient = { idle: 20, total: 60 };
const impatient = { idle: 0.4, total: 2 };

const candidates: readonly Candidate[] = [
  {
    name: "openai",
    wire: openAiWire,
    under: "/v1",
    entry: { id: "gpt-test", provider: "openai", structured: "schema" },
  },
  {
    name: "openai-compatible",
    wire: openAiWire,
    under: "/v1",
    entry: { id: "local-test", provider: "openai-compatible", structured: "prompt" },
  },
  {
    name: "anthropic",
    wire: anthropicWire,
    under: "",
    entry: { id: "claude-test", provider: "anthropic", structured: "tool" },
  },
  {
    name: "bedrock",
    wire: bedrockWire,
    under: "",
    entry: { id: "anthropic.claude-3-5-test-v1:0", provider: "bedrock", structured: "tool" },
  },
  {
    name: "ollama",
    wire: ollamaWire,
    under: "",
    entry: { id: "qwen-test", provider: "ollama", structured: "schema" },
  },
];

const ask: ChatRequest = {
  messages: [
    { role: "system", text: "Be brief." },
    { role: "user", text: "How many buckets are there?" },
  ],
};

describe.each(candidates)("a model of $name", ({ wire, entry, under }) => {
  async function open(answer: (request: SeenRequest, n: number) => Behaviour, seconds = patient) {
    const server = await startModelServer({ wire, answer });
    const waits: number[] = [];
    const chat: Chat = openChat({
      entry: ModelEntry.parse({ ...entry, seconds }),
      access: {
        apiKey: "sk-planted-0123456789abcdef",
        baseUrl: `${server.url}${under}`,
        region: "us-east-1",
        credentials: async () => ({ accessKeyId: "AKIAPLANTED000000000", secretAccessKey: "planted/secret" }),
      },
      retries: { wait: async (ms) => void waits.push(ms), chance: () => 1 },
    });
    return { server, chat, waits, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
  }
  const structuredAnswer = (request: SeenRequest, json: string): Behaviour => {
    const byTool = JSON.stringify(request.body).includes("Give the answer.");
    return byTool
      ? { kind: "answer", tools: [{ name: "count", arguments: json }] }
      : { kind: "answer", text: json };
  };
  const Count = z.strictObject({ buckets: z.number().int() });

  it("answers, in pieces, with its tokens", async () => {
    await using model = await open(() => ({
      kind: "answer",
      text: "There are 42 buckets — évidemment.",
      tokens: { input: 17, output: 7 },
    }));
    const heard: string[] = [];
    const outcome = await model.chat({ ...ask, onText: (piece) => heard.push(piece) });
    expect(outcome).toMatchObject({
      kind: "answered",
      result: {
        text: "There are 42 buckets — évidemment.",
        toolCalls: [],
        stop: "stop",
        tokens: { input: 17, output: 7, estimated: false },
        requests: 1,
      },
    });
    expect(heard.length).toBeGreaterThan(1);
    expect(heard.join("")).toBe("There are 42 buckets — évidemment.");
  });

  it("tells the model what was asked", async () => {
    await using model = await open(() => ({ kind: "answer", text: "42" }));
    await model.chat({ ...ask, maxTokens: 321 });
    const sent = JSON.stringify(model.server.requests[0]?.body);
    expect(sent).toContain("How many buckets are there?");
    expect(sent).toContain("Be brief.");
    expect(sent).toContain("321");
  });

  it("keeps reasoning out of the answer", async () => {
    await using model = await open(() => ({ kind: "answer", thoughts: "Let me count them.", text: "42" }));
    const outcome = await model.chat(ask);
    expect(outcome).toMatchObject({ kind: "answered", result: { text: "42" } });
  });

  it("calls tools", async () => {
    await using model = await open(() => ({
      kind: "answer",
      tools: [{ name: "list_buckets", arguments: { region: "eu-central-1" } }],
    }));
    const tool = {
      name: "list_buckets",
      description: "Lists buckets.",
      parameters: { type: "object", properties: { region: { type: "string" } }, required: ["region"] },
    };
    const outcome = await model.chat({ ...ask, tools: [tool] });
    expect(outcome).toMatchObject({
      kind: "answered",
      result: { toolCalls: [{ name: "list_buckets", arguments: { region: "eu-central-1" } }] },
    });
    expect(JSON.stringify(model.server.requests[0]?.body)).toContain("list_buckets");
    // What the tool gave goes back in the provider's own form.
    const calls = outcome.kind === "answered" ? outcome.result.toolCalls : [];
    await model.chat({
      messages: [
        ...ask.messages,
        { role: "assistant", text: "", toolCalls: calls },
        { role: "tool", call: calls[0]?.id ?? "", text: "three buckets" },
      ],
      tools: [tool],
    });
    expect(JSON.stringify(model.server.requests[1]?.body)).toContain("three buckets");
  });

  it("gives structured answers", async () => {
    await using model = await open((request) => structuredAnswer(request, '{"buckets": 42}'));
    const outcome = await askStructured({ chat: model.chat, request: ask, name: "count", schema: Count });
    expect(outcome).toMatchObject({ kind: "answered", value: { buckets: 42 }, repairs: 0 });
  });

  it("repairs an answer of the wrong shape, told what is wrong", async () => {
    await using model = await open((request, n) =>
      structuredAnswer(request, n === 1 ? '{"buckets": "many"}' : '{"buckets": 42}'),
    );
    const outcome = await askStructured({ chat: model.chat, request: ask, name: "count", schema: Count });
    expect(outcome).toMatchObject({
      kind: "answered",
      value: { buckets: 42 },
      repairs: 1,
      result: { requests: 2 },
    });
    expect(JSON.stringify(model.server.requests[1]?.body)).toContain("buckets:");
  });

  it("gives up an answer that stays wrong", async () => {
    await using model = await open((request) => structuredAnswer(request, '{"pails": 1}'));
    const outcome = await askStructured({ chat: model.chat, request: ask, name: "count", schema: Count });
    expect(outcome).toMatchObject({ kind: "failed", failure: { kind: "malformed" } });
    expect(model.server.requests).toHaveLength(2);
  });

  it("reads JSON inside of prose", async () => {
    await using model = await open(() => ({
      kind: "answer",
      text: 'Sure! Here it is:\n```json\n{"buckets": 42}\n```\nAnything else?',
    }));
    const outcome = await askStructured({ chat: model.chat, request: ask, name: "count", schema: Count });
    expect(outcome).toMatchObject({ kind: "answered", value: { buckets: 42 } });
  });

  it("continues an answer that was cut, without loss or repetition", async () => {
    const whole = "import boto3\n\n\ndef main():\n    for page in pages:\n        print(page)\n\n\nmain()\n";
    const cut = whole.indexOf("print(page)") + 4;
    await using model = await open((_request, n) =>
      n === 1
        ? { kind: "answer", text: whole.slice(0, cut), stop: "length" }
        : { kind: "answer", text: "    for page in pages:\n        print(page)\n\n\nmain()\n" },
    );
    const outcome = await model.chat(ask);
    expect(outcome).toMatchObject({ kind: "answered", result: { text: whole, stop: "stop", requests: 2 } });
  });

  it("continues a structured answer that was cut", async () => {
    await using model = await open((request, n) => {
      if (n === 1) {
        const first = structuredAnswer(request, '{"buckets"');
        return first.kind === "answer" ? { ...first, stop: "length" } : first;
      }
      return { kind: "answer", text: ": 42}" };
    });
    // Ollama's server never sends half of a tool call; its structured output is text.
    const outcome = await askStructured({ chat: model.chat, request: ask, name: "count", schema: Count });
    expect(outcome).toMatchObject({ kind: "answered", value: { buckets: 42 }, repairs: 0 });
  });

  it("waits as long as it is asked to when it is throttled", async () => {
    await using model = await open((_request, n) =>
      n < 3 ? { kind: "status", status: 429, retryAfter: "2" } : { kind: "answer", text: "42" },
    );
    expect(await model.chat(ask)).toMatchObject({ kind: "answered", result: { text: "42", requests: 3 } });
    expect(model.waits).toEqual([2000, 2000]);
  });

  it("gives up where it would have to wait too long", async () => {
    await using model = await open(() => ({ kind: "status", status: 429, retryAfter: "3600" }));
    expect(await model.chat(ask)).toMatchObject({ kind: "failed", failure: { kind: "throttled" } });
    expect(model.server.requests).toHaveLength(1);
  });

  it("tries again when the provider fails, with growing waits, and then gives up", async () => {
    await using model = await open(() => ({ kind: "status", status: 500 }));
    expect(await model.chat(ask)).toMatchObject({
      kind: "failed",
      failure: { kind: "server", status: 500, requests: 4 },
    });
    expect(model.server.requests).toHaveLength(4);
    expect(model.waits).toEqual([500, 1000, 2000]);
  });

  it("does not try again with a key that is refused, and never repeats the key", async () => {
    await using model = await open(() => ({
      kind: "status",
      status: 401,
      message: "Incorrect API key provided: sk-planted-0123456789abcdef",
    }));
    const outcome = await model.chat(ask);
    expect(outcome).toMatchObject({ kind: "failed", failure: { kind: "refused", retryable: false } });
    expect(model.server.requests).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toMatch(/planted/);
  });

  it("does not wait for a server that hangs", async () => {
    await using model = await open(() => ({ kind: "hang" }), impatient);
    const started = performance.now();
    expect(await model.chat(ask)).toMatchObject({ kind: "failed", failure: { kind: "timeout" } });
    expect(performance.now() - started).toBeLessThan(4 * 3000);
  });

  it("notices a stream that falls silent, and asks again", async () => {
    await using model = await open(
      (_request, n) => (n === 1 ? { kind: "stall", text: "There are" } : { kind: "answer", text: "42" }),
      impatient,
    );
    expect(await model.chat(ask)).toMatchObject({ kind: "answered", result: { text: "42", requests: 2 } });
  });

  it("asks again when the connection drops in mid-answer", async () => {
    await using model = await open((_request, n) =>
      n === 1 ? { kind: "drop", text: "There are" } : { kind: "answer", text: "42" },
    );
    expect(await model.chat(ask)).toMatchObject({ kind: "answered", result: { text: "42", requests: 2 } });
  });

  it("takes no answer for whole that nobody said was whole", async () => {
    await using model = await open((_request, n) =>
      n === 1 ? { kind: "unfinished", text: "There are" } : { kind: "answer", text: "42" },
    );
    expect(await model.chat(ask)).toMatchObject({ kind: "answered", result: { text: "42" } });
  });

  it("asks again after an empty answer", async () => {
    await using model = await open((_request, n) =>
      n === 1 ? { kind: "answer", text: "" } : { kind: "answer", text: "42" },
    );
    expect(await model.chat(ask)).toMatchObject({ kind: "answered", result: { text: "42" } });
  });

  it("takes a page of HTML for no answer", async () => {
    await using model = await open(() => ({ kind: "html" }));
    expect(await model.chat(ask)).toMatchObject({ kind: "failed" });
  });

  it("says that a prompt is too long", async () => {
    await using model = await open(() => ({
      kind: "status",
      status: 400,
      message: "prompt is too long: 250000 tokens > 200000 maximum",
    }));
    expect(await model.chat(ask)).toMatchObject({
      kind: "failed",
      failure: { kind: "too-long", retryable: false },
    });
  });

  it("says that a model is unknown", async () => {
    await using model = await open(() => ({ kind: "status", status: 404, message: "model not found" }));
    expect(await model.chat(ask)).toMatchObject({ kind: "failed", failure: { kind: "unknown-model" } });
  });

  it("can be cancelled", async () => {
    await using model = await open(() => ({ kind: "hang" }));
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 50);
    expect(await model.chat({ ...ask, signal: cancel.signal })).toMatchObject({
      kind: "failed",
      failure: { kind: "cancelled" },
    });
    expect(model.server.requests.length).toBeLessThanOrEqual(1);
  });

  it("says that nobody is there", async () => {
    const model = await open(() => ({ kind: "hang" }));
    await model[Symbol.asyncDispose]();
    expect(await model.chat(ask)).toMatchObject({
      kind: "failed",
      failure: { kind: "unreachable", requests: 4 },
    });
  });
});
