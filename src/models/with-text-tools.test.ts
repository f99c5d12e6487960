import { describe, expect, it } from "vitest";
import { noTokens, type Chat, type ChatRequest } from "./models.ts";
import { readPythonCalls } from "./read-python-calls.ts";
import { withTextTools } from "./with-text-tools.ts";

const tools = [
  {
    name: "find_instance",
    description: "Finds the cheapest instance type.",
    parameters: {
      type: "object",
      properties: {
        memory: { type: "number", description: "GiB" },
        cpus: { type: "integer", description: "virtual CPUs" },
        family: { type: "string", enum: ["t3", "m5"] },
      },
      required: ["memory"],
    },
  },
];

function answering(text: string, seen: ChatRequest[] = []): Chat {
  return async (request) => {
    seen.push(request);
    return {
      kind: "answered",
      result: { text, toolCalls: [], stop: "stop", tokens: noTokens, requests: 1, ms: 1 },
    };
  };
}

describe("tools in text", () => {
  it("shows the functions as signatures and reads the call", async () => {
    const seen: ChatRequest[] = [];
    const outcome = await withTextTools(
      answering('I will look.\nCall: find_instance(memory=4, family="t3")', seen),
    )({
      messages: [{ role: "user", text: "4 RAM" }],
      tools,
    });
    expect(outcome).toMatchObject({
      kind: "answered",
      result: {
        text: "I will look.",
        stop: "tool",
        toolCalls: [{ name: "find_instance", arguments: { memory: 4, family: "t3" } }],
      },
    });
    expect(seen[0]?.tools).toBeUndefined();
    expect(seen[0]?.messages[0]?.text).toContain(
      "def find_instance(memory: float, cpus: int = None, family: str = None):",
    );
    expect(seen[0]?.messages[0]?.text).toContain('One of "t3", "m5".');
  });

  it("leaves an answer without a call as it is", async () => {
    const outcome = await withTextTools(answering("That is none of my business."))({
      messages: [{ role: "user", text: "weather?" }],
      tools,
    });
    expect(outcome).toMatchObject({
      kind: "answered",
      result: { text: "That is none of my business.", toolCalls: [], stop: "stop" },
    });
  });

  it("tells earlier calls and their results as text", async () => {
    const seen: ChatRequest[] = [];
    await withTextTools(answering("ok", seen))({
      messages: [
        { role: "user", text: "4 RAM" },
        {
          role: "assistant",
          text: "",
          toolCalls: [{ id: "call-1", name: "find_instance", arguments: { memory: 4 } }],
        },
        { role: "tool", call: "call-1", text: "t3.medium" },
      ],
      tools,
    });
    expect(seen[0]?.messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "user"]);
    expect(JSON.stringify(seen[0]?.messages)).toContain("find_instance(memory=4)");
  });
});

describe("reading Python calls", () => {
  const known = new Map([
    ["f", ["a", "b"]],
    ["g", []],
  ]);
  it.each([
    ["f(a=1, b='x')", [{ name: "f", arguments: { a: 1, b: "x" } }]],
    ["f(1, b=True)", [{ name: "f", arguments: { a: 1, b: true } }]],
    ["f(a=None, b=-2.5e3)", [{ name: "f", arguments: { b: -2500 } }]],
    [
      "f(a=[1, 'two', (3,)], b={'k': \"v\\n\"}); g()",
      [
        { name: "f", arguments: { a: [1, "two", [3]], b: { k: "v\n" } } },
        { name: "g", arguments: {} },
      ],
    ],
    ["f(a=1)\nThought: that is all", [{ name: "f", arguments: { a: 1 } }]],
    [
      "f(a=1)\nCall: g()",
      [
        { name: "f", arguments: { a: 1 } },
        { name: "g", arguments: {} },
      ],
    ],
    ["unknown(a=1)", []],
    ["f(a=__import__('os'))", []],
    ["f(a=1", []],
    ["f(1, 2, 3)", []],
  ])("%s", (text, calls) => {
    expect(readPythonCalls(text, known)).toEqual(calls);
  });
});
