import { describe, expect, it } from "vitest";
import { Aliases } from "./aliases/aliases.ts";
import { noTokens, type Chat, type ChatRequest } from "./models.ts";
import { withVeil } from "./with-veil.ts";

/** Says what it was told, in pieces of so many characters. */
function echo(size: number, seen: ChatRequest[] = []): Chat {
  return async (request) => {
    seen.push(request);
    const text = request.messages.map((message) => message.text).join("\n");
    for (let at = 0; at < text.length; at += size) request.onText?.(text.slice(at, at + size));
    return {
      kind: "answered",
      result: {
        text,
        toolCalls: [{ id: "1", name: "f", arguments: { [text]: [text] } }],
        stop: "stop",
        tokens: noTokens,
        requests: 1,
        ms: 0,
      },
    };
  };
}

const text =
  "arn:aws:iam::123456789012:role/x at 10.0.3.7, ip-10-0-3-8.ec2.internal, 2600:1f18:1::7 and shop.c9akciq32xyz.eu-west-1.rds.amazonaws.com.";

function veiled(chat: Chat) {
  const aliases = new Aliases([]);
  return withVeil(chat, { out: (told) => aliases.hide(told), back: (said) => aliases.show(said) });
}

describe("a veiled chat", () => {
  it("hides what the model is told, also of earlier calls, and puts it back in text and calls", async () => {
    const seen: ChatRequest[] = [];
    const outcome = await veiled(echo(1000, seen))({
      messages: [
        { role: "user", text },
        {
          role: "assistant",
          text: "",
          toolCalls: [{ id: "0", name: "f", arguments: { to: "10.0.3.7", "10.0.3.7": 1 } }],
        },
        { role: "tool", call: "0", text: "10.0.3.7" },
      ],
    });
    expect(JSON.stringify(seen)).not.toMatch(/123456789012|10[.-]0[.-]3|2600:1f18|c9akciq32xyz/);
    expect(outcome).toMatchObject({
      result: { text: `${text}\n\n10.0.3.7`, said: expect.stringContaining("198.18.0.1") as string },
    });
    expect(outcome.kind === "answered" && outcome.result.toolCalls[0]?.arguments).toEqual({
      [`${text}\n\n10.0.3.7`]: [`${text}\n\n10.0.3.7`],
    });
  });

  it.each([1, 2, 3, 5, 7, 11, 64])("puts back what comes in pieces of %i characters", async (size) => {
    const pieces: string[] = [];
    await veiled(echo(size))({ messages: [{ role: "user", text }], onText: (piece) => pieces.push(piece) });
    expect(pieces.join("")).toBe(text);
  });

  it("tells the end of a stream that failed, once", async () => {
    const pieces: string[] = [];
    const failing: Chat = async ({ onText }) => {
      onText?.("198.18.0.1");
      return { kind: "failed", failure: { kind: "server", message: "gone", retryable: true } };
    };
    const outcome = await veiled(failing)({ messages: [], onText: (piece) => pieces.push(piece) });
    expect([outcome.kind, pieces]).toEqual(["failed", ["198.18.0.1"]]);
  });
});
