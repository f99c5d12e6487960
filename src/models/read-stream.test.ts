import { AIMessageChunk } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { mostCharacters, readStream } from "./read-stream.ts";

async function* forEver(text: string): AsyncGenerator<AIMessageChunk> {
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    yield new AIMessageChunk(text);
  }
}

const times = { idleSeconds: 5, totalSeconds: 5 };

describe("reading a stream", () => {
  it("ends one that does not end by itself, by its size", async () => {
    const end = await readStream({ ...times, open: async () => forEver("x".repeat(50_000)) });
    expect(end.kind).toBe("oversized");
    expect(String(end.message?.content).length).toBeLessThanOrEqual(mostCharacters + 50_000);
  });

  it("ends one that goes on about nothing, by its time", async () => {
    const end = await readStream({ ...times, totalSeconds: 0.2, open: async () => forEver("") });
    expect(end.kind).toBe("late");
  });

  it("counts arguments of tools as well", async () => {
    const piece = new AIMessageChunk({
      content: "",
      tool_call_chunks: [{ name: "f", args: "1".repeat(600_000), index: 0, type: "tool_call_chunk" }],
    });
    async function* two() {
      yield piece;
      yield piece;
      yield piece;
    }
    expect((await readStream({ ...times, open: async () => two() })).kind).toBe("oversized");
  });

  it("says that it was cancelled when it was before it began, and leaves a client behind that does not hear", async () => {
    const never = new Promise<AsyncIterable<AIMessageChunk>>(() => undefined);
    const end = await readStream({ ...times, open: () => never, signal: AbortSignal.abort() });
    expect(end.kind).toBe("cancelled");
  });
});
