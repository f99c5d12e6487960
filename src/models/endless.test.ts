import { createServer, type ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { ModelEntry } from "../content/load-models.ts";
import { openChat } from "./open-chat.ts";

/** A server that writes what it likes to whoever asks. */
async function serving(write: (response: ServerResponse) => void, total = 20) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    write(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const entry = ModelEntry.parse({
    id: "m",
    provider: "openai-compatible",
    baseUrl: `http://127.0.0.1:${port}/v1`,
    seconds: { idle: 10, total },
  });
  return {
    chat: openChat({ entry, access: {}, retries: { tries: 1 } }),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const chunk = (content: string) =>
  `data: ${JSON.stringify({ id: "1", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta: { content } }] })}\n\n`;
const messages = [{ role: "user" as const, text: "How many buckets are there?" }];

describe("a server that does not end", () => {
  it("is cut off by the size of its answer", async () => {
    const ended = { closed: false };
    await using server = await serving((response) => {
      const more = setInterval(() => response.write(chunk("for ever and ".repeat(2000))), 1);
      response.on("close", () => {
        ended.closed = true;
        clearInterval(more);
      });
    });
    const outcome = await server.chat({ messages });
    expect(outcome).toMatchObject({ kind: "failed", failure: { kind: "malformed", retryable: false } });
    if (outcome.kind === "failed") expect(outcome.failure.message).toContain("would not end");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(ended.closed).toBe(true);
  });

  it("is refused an answer of 10 MB in one piece", async () => {
    await using server = await serving((response) => {
      response.end(`${chunk("x".repeat(10_000_000))}data: [DONE]\n\n`);
    });
    expect(await server.chat({ messages })).toMatchObject({ kind: "failed", failure: { kind: "malformed" } });
  });

  it("is cut off by the clock when it says nothing in many pieces", async () => {
    await using server = await serving((response) => {
      const more = setInterval(() => response.write(chunk("")), 5);
      response.on("close", () => clearInterval(more));
    }, 1);
    expect(await server.chat({ messages })).toMatchObject({ kind: "failed", failure: { kind: "timeout" } });
  });
});
