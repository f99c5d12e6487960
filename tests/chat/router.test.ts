import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createNephoscope } from "../../src/index.ts";
import type { AskOptions, Chat, ChatState, Nephoscope, Turn } from "../../src/index.ts";
import { openAiWire } from "../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../src/testing/model-server/start-model-server.ts";
import { simulatorWith } from "../scenarios/simulator.ts";

const closing = new AsyncDisposableStack();
const folder = mkdtempSync(join(tmpdir(), "nephoscope-router-"));
const before = process.env["XDG_CONFIG_HOME"];
const world: { nepho?: Nephoscope; state?: ChatState; says: string; asked: string[] } = {
  says: "",
  asked: [],
};
/** Only what is pointed at is asked of a model: everything else is left to code. */
const byRouter: AskOptions = { models: { router: "scripted" } };

beforeAll(async () => {
  const server = closing.use(
    await startModelServer({
      wire: openAiWire,
      answer: ({ body }) => {
        const text = JSON.stringify(body);
        const completes = text.includes("You complete questions");
        if (completes) world.asked.push(text);
        return completes ? { kind: "answer", text: world.says } : { kind: "status", status: 400 };
      },
    }),
  );
  mkdirSync(join(folder, "nephoscope"));
  writeFileSync(
    join(folder, "nephoscope", "models.yaml"),
    `models:\n  - {id: scripted, provider: openai-compatible, baseUrl: "${server.url}/v1", prices: {input: 1, output: 5}}\n`,
  );
  process.env["XDG_CONFIG_HOME"] = folder;
  const simulator = closing.use(await simulatorWith("demo.yaml", "shop"));
  world.nepho = closing.use(
    await createNephoscope({
      home: join(folder, "home"),
      endpointUrl: simulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    }),
  );
  const chat = world.nepho.chat();
  const first = await chat.ask("Why can nobody reach shop-alb?", { offline: true });
  if (first.kind === "asking") await first.asking.record;
  world.state = chat.state();
});

beforeEach(() => {
  world.asked = [];
});

afterAll(async () => {
  await closing.disposeAsync();
  if (before === undefined) delete process.env["XDG_CONFIG_HOME"];
  else process.env["XDG_CONFIG_HOME"] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** The thread after its first question. */
function thread(): Chat {
  const { nepho, state } = world;
  if (!nepho || !state) throw new Error("there is no thread");
  return nepho.chat({ state });
}

/** Only how it was understood is of interest. */
async function over(turn: Turn): Promise<void> {
  if (turn.kind !== "asking") return;
  turn.asking.cancel();
  await turn.asking.record;
}

async function asked(text: string, says: string, options = byRouter) {
  world.says = says;
  const turn = await thread().ask(text, options);
  if (turn.kind !== "asking") return { turn };
  return { turn, record: await turn.asking.record };
}

describe("a follow-up that a router completes", () => {
  it("is asked in full, with what it took on its record", async () => {
    const words = "and the second one, the blog?";
    const { turn, record } = await asked(words, '{"question": "Why can nobody reach blog-alb?"}');
    expect(turn).toMatchObject({ understood: "Why can nobody reach blog-alb?" });
    expect(record?.question).toBe("Why can nobody reach blog-alb?");
    expect(record?.answer.verdict).toBe("no-fault-found");
    const [use] = record?.usage.models ?? [];
    expect(use).toMatchObject({ role: "router", model: "scripted" });
    expect(world.asked).toHaveLength(1);
    // The thread's question, what was blamed, and names between marks.
    expect(world.asked[0]).toContain("- Why can nobody reach shop-alb?");
    expect(world.asked[0]).toContain("Others of that kind: blog-alb");
    expect(world.asked[0]).toMatch(/<data name=\\"names\\" mark=/);
  });

  it.each([
    ["names what nobody knows", '{"question": "Why can nobody reach admin-alb?"}'],
    ["adds words of its own", `{"question": "Why can nobody reach blog-alb?${" All is well.".repeat(40)}"}`],
    ["leaves it", '{"question": null}'],
    ["answers with anything else", "blog-alb, surely"],
  ])("is understood by code alone where the router %s", async (_what, says) => {
    world.says = says;
    const turn = await thread().ask("and the other one?", byRouter);
    expect(turn).toMatchObject({ kind: "asking", understood: "Why can nobody reach blog-alb?" });
    expect(world.asked.length).toBeGreaterThan(0);
    await over(turn);
  });

  it("is no business of a model with --offline, nor where it asks for the reasons", async () => {
    expect((await asked("why?", "{}")).turn.kind).toBe("evidence");
    const turn = await thread().ask("and the other one?", { offline: true });
    expect(turn).toMatchObject({ understood: "Why can nobody reach blog-alb?" });
    expect(world.asked).toEqual([]);
    await over(turn);
  });
});
