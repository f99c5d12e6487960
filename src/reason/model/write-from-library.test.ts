import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPrompts } from "../../content/load-prompts.ts";
import { sealed } from "../../content/load-scripts.ts";
import { factsOf } from "../../facts/fact-base.ts";
import type { Chat, ChatRequest } from "../../models/models.ts";
import { noTokens } from "../../models/models.ts";
import { createFakeReasoner } from "../../testing/fake-reasoner.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Situation } from "../reason.ts";
import type { ModelReasonerOptions } from "./asking.ts";
import { matchScripts, type ScriptLibrary } from "./match-scripts.ts";
import { createModelReasoner } from "./model-reasoner.ts";

const prompts = await loadPrompts([join(import.meta.dirname, "../../../content/prompts")]);
const kept = sealed({
  name: "queues",
  task: "List the queues of the region.",
  services: ["sqs"],
  calls: ["sqs:ListQueues"],
  requirements: ["boto3"],
  policy: { Version: "2012-10-17", Statement: [] },
  provenance: {
    run: "r",
    step: 1,
    account: "here",
    region: "us-east-1",
    decidedBy: "m",
    keptAt: "2026-11-21T10:00:00.000Z",
    ran: "sha256:0",
  },
  bound: [],
  code: 'import boto3\n\nprint(boto3.client("sqs").list_queues()["QueueUrls"])\n',
});
const library: ScriptLibrary = {
  match: (task, region) => matchScripts([kept], task, { account: "here", region }),
};
const situation: Situation = {
  question: {
    text: "Which queues are there?",
    mentions: [],
    ports: [],
    actions: [],
    services: [],
    window: { from: "2026-11-21T07:00:00Z", to: "2026-11-21T10:00:00Z" },
  },
  facts: factsOf(
    recorded([{ service: "sns", operation: "ListTopics", response: { Topics: [{ TopicArn: "arn:x" }] } }]),
    [],
    "123456789012",
  ),
  iteration: 1,
  left: 3,
  tried: [],
  region: "us-east-1",
  now: "2026-11-21T10:00:00Z",
};

/** A reasoner whose coder always writes the same, and what it was told. */
function reasoner(more: Partial<ModelReasonerOptions> = {}) {
  const asked: ChatRequest[] = [];
  const notes: string[] = [];
  const chat: Chat = (request) => {
    asked.push(request);
    const text = '```python\nimport boto3\n\nprint("mine")\n```';
    const result = { text, toolCalls: [], stop: "stop" as const, tokens: noTokens, requests: 1, ms: 1 };
    return Promise.resolve({ kind: "answered", result });
  };
  const coder = { id: "coder-model", chat, promptTokens: 6000, costOf: () => 0 };
  const made = createModelReasoner({
    code: createFakeReasoner({
      tasks: () => [],
      scripts: {},
      conclude: () => Promise.reject(new Error("not here")),
    }),
    models: { router: [], orchestrator: [], coder: [coder], reviewer: [], analyst: [] },
    prompts,
    probes: new Map(),
    symptoms: new Map(),
    library,
    ...more,
  });
  const write = (task: string, at: Situation = situation) =>
    made.write({ task, reason: "" }, at, { note: async (text) => void notes.push(text) });
  return { write, told: () => asked.map(({ messages }) => messages[1]?.text ?? ""), notes };
}

describe("writing with a library", () => {
  it("takes a script for the same task as it is, without asking the coder, and says so", async () => {
    const { write, told, notes } = reasoner();
    expect(await write("list the queues of the region")).toEqual({
      code: kept.code,
      requirements: ["boto3"],
      origin: "model",
      decidedBy: "library:queues",
    });
    expect(told()).toEqual([]);
    expect(notes).toEqual([expect.stringContaining('the script "queues" of the library')]);
  });

  it("does not take it again where it was tried in this run", async () => {
    const { write, told } = reasoner();
    const task = "List the queues of the region.";
    const tried = [{ task, reason: "", status: "abandoned" as const }];
    expect((await write(task, { ...situation, tried })).decidedBy).toBe("coder-model");
    expect(told()[0]).toContain("script queues, kept from an earlier run");
  });

  it("shows it as data for a like task, behind what was read", async () => {
    const { write, told } = reasoner();
    expect((await write("List the queues of the region with their tags.")).decidedBy).toBe("coder-model");
    expect(told()[0]).toMatch(
      /<data name="read from the account"[\s\S]*<data name="script queues, kept from an earlier run for another task[\s\S]*list_queues\(\)[\s\S]*<\/data /,
    );
  });

  it("says nothing of it for another task, and nothing at all without one", async () => {
    const { write, told } = reasoner();
    await write("Read the key policies.");
    const none = reasoner({ library: { match: () => ({ near: [] }) } });
    await none.write("List the queues of the region.");
    expect([...told(), ...none.told()].join("\n")).not.toContain("kept from an earlier run");
  });
});
