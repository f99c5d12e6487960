import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import type { Event } from "../../../src/core/event.ts";
import { RunRecord } from "../../../src/core/record/record.ts";
import { loadProbes } from "../../../src/content/load-probes.ts";
import { createNephoscope, type AskOptions } from "../../../src/index.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import type { Simulator } from "../../../src/simulate/simulate.ts";
import type { Behaviour, SeenRequest } from "../../../src/testing/model-server/behaviour.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import { noMistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { createScriptedModel } from "../../../src/testing/scripted-model/scripted-model.ts";
import { forkingSandbox } from "../../rehearsal/forking-sandbox.ts";
import { commandLine } from "../command-line.ts";
import { simulatorWith } from "../simulator.ts";
import { modelFolder, type ServedModel } from "./model-folder.ts";

const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const probes = await loadProbes([fileURLToPath(new URL("../../../src/services", import.meta.url))]);
const { path: python } = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
/** What fails here is a model; how a sandbox holds a script is shown elsewhere. */
const ownSandbox = forkingSandbox(python);
const held: { simulator?: Simulator } = {};
beforeAll(async () => {
  held.simulator = await simulatorWith("demo.yaml", "shop");
});
afterAll(async () => {
  await ownSandbox[Symbol.asyncDispose]();
  await held.simulator?.[Symbol.asyncDispose]();
});

type Answer = (request: SeenRequest, n: number) => Behaviour | Promise<Behaviour>;

const flawlessModel = (): Answer => createScriptedModel({ probes, mistakes: noMistakes }).answer;
const serve = (answer: Answer) => startModelServer({ wire: openAiWire, answer });

/** The shop's question with these models, in order of preference; every script is theirs. */
async function asked(models: readonly ServedModel[], options: AskOptions = {}) {
  using settings = new DisposableStack();
  settings.use(modelFolder(models));
  using line = commandLine();
  await using nepho = await createNephoscope({
    home: line.home,
    endpointUrl: held.simulator?.endpoint ?? "",
    region: "us-east-1",
    ownSandbox,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
  });
  const begun = performance.now();
  const asking = nepho.ask(question, { model: models[0]?.id ?? "", scripts: "model", ...options });
  const events: Event[] = [];
  for await (const event of asking) events.push(event);
  const record = await asking.record;
  return { events, record, ms: performance.now() - begun, exchanges: exchangesIn(events) };
}

function exchangesIn(events: readonly Event[]) {
  return events.flatMap((event) => (event.kind === "model" ? [event] : []));
}

function expectSolved(record: RunRecord) {
  expect([record.status, record.answer.verdict]).toEqual(["answered", "fault-found"]);
  expect(record.answer.findings[0]?.resource.id).toBe(held.simulator?.bound["sg_web"]);
}

describe("a model that fails does not fail a run", () => {
  it("whose server dies half way: the playbook goes on, and the record says who decided what", async () => {
    const good = flawlessModel();
    await using server = await serve((request, n) =>
      n <= 3 ? good(request, n) : { kind: "drop", text: "Cert" },
    );
    const { record, exchanges } = await asked([{ id: "dying", baseUrl: `${server.url}/v1` }]);
    expectSolved(record);
    expect(record.mode).toBe("mixed");
    expect(exchanges.some(({ failure }) => failure?.kind === "unreachable")).toBe(true);
    expect(new Set(record.steps.map(({ decidedBy }) => decidedBy))).toContain("playbook");
    // After it was found dead it is left alone: no step waits for it again.
    expect(server.requests.length).toBeLessThan(3 + 3 * 4 + 1);
  });

  it("whose key is refused: asked once, and the key stands nowhere", async () => {
    const key = "token-that-is-refused-0123456789";
    await using server = await serve(() => ({ kind: "status", status: 401, message: `Wrong key ${key}` }));
    process.env["TEST_MODEL_KEY"] = key;
    const { record, events, exchanges } = await asked([
      { id: "locked", baseUrl: `${server.url}/v1`, keyVariable: "TEST_MODEL_KEY" },
    ]);
    delete process.env["TEST_MODEL_KEY"];
    expectSolved(record);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.headers["authorization"]).toContain(key);
    expect(JSON.stringify([record, events])).not.toContain(key);
    expect(exchanges.reduce((sum, { inputTokens }) => sum + inputTokens, 0)).toBe(0);
  });

  it("that gives way to the next one: the record names both", async () => {
    await using broken = await serve(() => ({ kind: "status", status: 401 }));
    await using sound = await serve(flawlessModel());
    const { record, exchanges } = await asked([
      { id: "first", baseUrl: `${broken.url}/v1` },
      { id: "second", baseUrl: `${sound.url}/v1` },
    ]);
    expectSolved(record);
    expect(exchanges[0]).toMatchObject({ role: "router", model: "first", failure: { kind: "refused" } });
    expect(exchanges[1]).toMatchObject({ role: "router", model: "second" });
    expect(exchanges.filter(({ model, failure }) => model === "second" && failure)).toEqual([]);
    expect(record.steps.every(({ decidedBy }) => decidedBy === "second")).toBe(true);
  });

  it("that answers in another language", async () => {
    const good = flawlessModel();
    await using server = await serve(async (request, n) => {
      const said = await good(request, n);
      if (said.kind !== "answer" || said.text === undefined) return said;
      const text = said.text
        .replace(/"summary":"[^"]*"/, '"summary":"安全组没有放行流量。"')
        .replace(/"why":"[^"]*"/, '"why":"已知信息足够。"');
      return { ...said, text: `好的，这是您要的内容：\n\n${text}\n\n希望对您有所帮助！` };
    });
    const { record, exchanges } = await asked([{ id: "chinese", baseUrl: `${server.url}/v1` }]);
    expectSolved(record);
    expect(exchanges.filter(({ failure }) => failure)).toEqual([]);
    expect(record.steps.every(({ decidedBy }) => decidedBy === "chinese")).toBe(true);
  });

  it("that always asks for more", async () => {
    const good = flawlessModel();
    await using server = await serve((request, n) => {
      if (!JSON.stringify(request.body).includes("You plan the inspection")) return good(request, n);
      const words = Array.from({ length: 6 }, (_, index) => `word${n}${index}`).join(" ");
      const task = { task: `Read ${words}`, reason: "more", probe: null, variables: [] };
      return {
        kind: "answer",
        text: JSON.stringify({ decision: "collect", why: "more", tasks: [task, task] }),
      };
    });
    const { record, events } = await asked([{ id: "greedy", baseUrl: `${server.url}/v1` }]);
    expect(record.answer.verdict).toBe("fault-found");
    expect(record.iterations).toBeLessThanOrEqual(4);
    // Its tasks come to nothing, and that is noticed.
    const plans = events.flatMap((event) => (event.kind === "plan" ? [event] : []));
    expect(plans.at(-1)).toMatchObject({
      decision: "conclude",
      why: "the last round read nothing that was not known",
    });
  });

  it("whose budget is spent on the way", async () => {
    await using server = await serve(flawlessModel());
    const { record, exchanges } = await asked([{ id: "costly", baseUrl: `${server.url}/v1` }], {
      modelBudget: { tokens: 4000 },
    });
    expect(record.answer.verdict).toBe("fault-found");
    expect(record.answer.findings[0]?.resource.id).toBe(held.simulator?.bound["sg_web"]);
    expect(exchanges.some(({ failure }) => failure?.kind === "budget")).toBe(true);
    expect(exchanges.some(({ failure }) => !failure)).toBe(true);
  });

  it("that is cancelled in the middle of an answer", async () => {
    const stop = new AbortController();
    const good = flawlessModel();
    await using server = await serve((request, n) => {
      if (n < 3) return good(request, n);
      setTimeout(() => stop.abort(), 100);
      return { kind: "stall", text: "Let me" };
    });
    const { record, ms } = await asked([{ id: "slow", baseUrl: `${server.url}/v1` }], {
      signal: stop.signal,
    });
    expect(record.status).toBe("cancelled");
    expect(ms).toBeLessThan(30_000);
  });
});

describe("kill -9 in the middle of a run with a model", () => {
  it("repeats no exchange that had finished", async () => {
    await using server = await serve(flawlessModel());
    using settings = new DisposableStack();
    settings.use(modelFolder([{ id: "steady", baseUrl: `${server.url}/v1` }]));
    const cloud = ["--endpoint-url", held.simulator?.endpoint ?? "", "--region", "us-east-1", "--json"];
    // After the plan's exchange and before the plan is on record; after a script's; after the last one.
    for (const after of ["orchestrator", "coder", "analyst"]) {
      const before = server.requests.length;
      using line = commandLine();
      const seen = { id: "", finished: 0 };
      await line.run(["ask", question, "--model", "steady", "--scripts", "model", "--events", ...cloud], {
        onLine: (text, kill) => {
          const event = JSON.parse(text) as Event;
          seen.id = event.run;
          if (event.kind !== "model") return;
          if (event.role === after) kill("SIGKILL");
        },
      });
      const resumed = await line.run(["runs", "resume", seen.id, ...cloud]);
      const record = RunRecord.parse(JSON.parse(resumed.stdout));
      expectSolved(record);
      const bodies = server.requests.slice(before).map(({ body }) => JSON.stringify(body["messages"]));
      const twice = bodies.filter((body, index) => bodies.indexOf(body) !== index);
      // Of what runs side by side one may have been on its way when the process died; what had ended is not asked again.
      expect([after, twice.length]).toEqual([after, after === "coder" ? expect.any(Number) : 0]);
      if (after === "coder") expect(twice.length).toBeLessThanOrEqual(2);
    }
  });
});
