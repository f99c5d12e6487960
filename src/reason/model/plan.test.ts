import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPrompts } from "../../content/load-prompts.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { noTokens } from "../../models/models.ts";
import { createFakeReasoner } from "../../testing/fake-reasoner.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Situation } from "../reason.ts";
import { createModelReasoner } from "./model-reasoner.ts";
import type { PlanShape } from "./shapes.ts";

const prompts = await loadPrompts([join(import.meta.dirname, "../../../content/prompts")]);
const groups = Array.from({ length: 700 }, (_, n) => ({
  GroupId: `sg-${n}`,
  Description: `${"long ".repeat(60)}the end of ${n}`,
}));
const situation: Situation = {
  question: {
    text: "Why is web-1 slow?",
    mentions: [],
    ports: [],
    actions: [],
    services: [],
    window: { from: "2026-11-21T07:00:00Z", to: "2026-11-21T10:00:00Z" },
  },
  facts: factsOf(
    recorded([{ service: "ec2", operation: "DescribeSecurityGroups", response: { SecurityGroups: groups } }]),
    [],
    "123456789012",
  ),
  iteration: 2,
  left: 3,
  tried: [],
  region: "us-east-1",
  now: "2026-11-21T10:00:00Z",
};
const task = (text: string) => ({ task: text, reason: "r", probe: null, variables: [] });

/** A plan by a model that says these things in turn, with what it was told each time. `reads`: what the checks still ask for. */
async function planned(
  answers: readonly PlanShape["tasks"][],
  {
    reads = [],
    left = 3,
    tried = [],
  }: { reads?: readonly string[] } & Partial<Pick<Situation, "left" | "tried">> = {},
) {
  const told: string[] = [];
  const model = {
    id: "m",
    promptTokens: 6000,
    costOf: () => 0,
    chat: (request: { readonly messages: readonly { readonly role: string; readonly text: string }[] }) => {
      told.push(request.messages.map(({ text }) => text).join("\n"));
      const tasks = answers[told.length - 1] ?? [];
      const text = JSON.stringify({ decision: tasks.length > 0 ? "collect" : "conclude", why: "w", tasks });
      const result = { text, toolCalls: [], stop: "stop" as const, tokens: noTokens, requests: 1, ms: 1 };
      return Promise.resolve({ kind: "answered" as const, result });
    },
  };
  const { plan } = createModelReasoner({
    code: createFakeReasoner({
      tasks: () => reads.map((text) => ({ task: text, reason: "" })),
      scripts: {},
      conclude: () => ({ verdict: "inconclusive", summary: "", findings: [], ruledOut: [], gaps: [] }),
    }),
    models: { router: [], orchestrator: [model], coder: [], reviewer: [], analyst: [] },
    prompts,
    probes: new Map(),
    symptoms: new Map(),
  });
  return { plan: await plan({ ...situation, left, tried }), told };
}

describe("when a model is asked what to read", () => {
  it.each([
    ["not while the checks still read", ["Read queues"], 3, 0],
    ["when the rounds run out, all the same", ["Read queues"], 2, 1],
    ["when the checks have what they need", [], 3, 1],
  ])("%s", async (_name, reads, left, exchanges) => {
    const { plan, told } = await planned([[task("Read the alarms")]], { reads, left });
    expect(told).toHaveLength(exchanges);
    const tasks = plan.kind === "collect" ? plan.tasks.map((one) => one.task) : [];
    expect(tasks).toEqual([...reads, ...(exchanges === 0 ? [] : ["Read the alarms"])]);
  });
});

describe("what a long list left out", () => {
  it("is shown to a model that asks for it by its pointer, and nothing is read for that", async () => {
    const look = task("Show call 1 /SecurityGroups/412 and call 1 /SecurityGroups/9999.");
    const { plan, told } = await planned([[look], []]);
    expect(told).toHaveLength(2);
    expect(told[0]).not.toContain("the end of 412");
    expect(told[1]).toContain("[call 1] /SecurityGroups/412 ");
    expect(told[1]).toContain("the end of 412");
    expect(told[1]).toContain("[call 1] /SecurityGroups/9999 (nothing stands there)");
    expect(told.every((text) => text.length <= 24_000)).toBe(true);
    expect(plan).toMatchObject({ kind: "conclude", decidedBy: "m" });
  });

  it("is shown once: who asks again and again gets on with what there is", async () => {
    const look = task("show call 1 /SecurityGroups/412");
    const { plan, told } = await planned([[look], [look, task("Read the alarms")]]);
    expect(told).toHaveLength(2);
    expect(plan).toMatchObject({ kind: "collect", tasks: [{ task: "Read the alarms" }] });
  });

  it("stays within fences and within the room that facts have", async () => {
    const { told } = await planned([[task("show call 1 /SecurityGroups")], []]);
    const fence = /<data name="read from the account" mark="(\w+)">\n([\s\S]*?)\n<\/data \1>/.exec(
      told[1] ?? "",
    );
    expect(fence?.[2]).toContain("[call 1] /SecurityGroups [");
    expect(fence?.[2]?.length).toBeLessThanOrEqual(8000);
  });
});

describe("what is alike", () => {
  it("is told once, with its number", async () => {
    const probe = (n: number) => ({ probe: "ec2/instances", variables: { ids: [`i-${n}`] }, reason: "" });
    const tried = Array.from({ length: 20 }, (_, n) => ({
      task: `reads instances: i-${n}`,
      reason: "",
      probe: probe(n),
      status: "done" as const,
    }));
    const reads = Array.from({ length: 20 }, () => "reads metrics of a volume");
    const { told } = await planned([[]], { reads, left: 2, tried });
    expect(told[0]).toContain("reads instances: i-0 [ec2/instances]: done, and 19 more like it");
    expect(told[0]).toContain("- reads metrics of a volume (20 of these)");
    expect(told[0]).not.toContain("i-7");
  });
});
