import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadProbes } from "../../src/content/load-probes.ts";
import type { Event } from "../../src/core/event.ts";
import type { RunRecord } from "../../src/core/record/record.ts";
import { Solution } from "../../src/core/record/solution.ts";
import { createNephoscope } from "../../src/index.ts";
import type { AskOptions, Nephoscope } from "../../src/index.ts";
import { openAiWire } from "../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../src/testing/model-server/start-model-server.ts";
import { createScriptedModel } from "../../src/testing/scripted-model/scripted-model.ts";
import { simulatorWith } from "../scenarios/simulator.ts";

const closing = new AsyncDisposableStack();
const folder = mkdtempSync(join(tmpdir(), "nephoscope-budgets-"));
const before = process.env["XDG_CONFIG_HOME"];
const world: { nepho?: Nephoscope; requests: number; hangs: boolean } = { requests: 0, hangs: false };
const fine = "Why can nobody reach blog-alb?";
const broken = "Why can nobody reach shop-alb?";

beforeAll(async () => {
  const probes = await loadProbes([fileURLToPath(new URL("../../src/services", import.meta.url))]);
  // Without mistakes: what a run takes is then the same each time.
  const none = {
    wrongName: 0,
    missingImport: 0,
    missingPermission: 0,
    truncated: 0,
    prose: 0,
    inventedId: 0,
    repeats: 0,
  };
  const model = createScriptedModel({ probes, mistakes: none });
  const server = closing.use(
    await startModelServer({
      wire: openAiWire,
      answer: (request, n) => {
        world.requests += 1;
        return world.hangs ? { kind: "hang" } : model.answer(request, n);
      },
    }),
  );
  mkdirSync(join(folder, "nephoscope"));
  const prices = "prices: {input: 1, output: 5}";
  writeFileSync(
    join(folder, "nephoscope", "models.yaml"),
    `models:\n  - {id: scripted, provider: openai-compatible, baseUrl: "${server.url}/v1", ${prices}}\n`,
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
});

afterAll(async () => {
  await closing.disposeAsync();
  if (before === undefined) delete process.env["XDG_CONFIG_HOME"];
  else process.env["XDG_CONFIG_HOME"] = before;
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly record: RunRecord;
  readonly events: readonly Event[];
  readonly requests: number;
}

async function told(question: string, options: AskOptions): Promise<Told> {
  const { nepho } = world;
  if (!nepho) throw new Error("there is no nephoscope");
  const first = world.requests;
  const asking = nepho.ask(question, options);
  const events: Event[] = [];
  for await (const event of asking) events.push(event);
  return { record: await asking.record, events, requests: world.requests - first };
}

const byModel: AskOptions = { model: "scripted", scripts: "model" };
const tokensOf = ({ usage }: RunRecord) =>
  usage.models.reduce((sum, one) => sum + one.inputTokens + one.outputTokens, 0);

const stopped = ({ record, events }: Told) => ({
  status: record.status,
  limits: events.flatMap((event) => (event.kind === "limit" ? [event.which] : [])),
});

/** What answers may add to a budget that is spent while they come: of each step that is under way, one. */
const answersOnTheWay = 3 * 1000;

const whole: { run?: Promise<Told> } = {};
/** A run that nothing bounds: what others are bounded by. */
function unbounded(): Promise<Told> {
  whole.run ??= told(fine, byModel);
  return whole.run;
}

describe("a budget of the models", () => {
  it("in tokens: none is asked whose prompt goes beyond it, and what code alone found is called partial", async () => {
    const run = await told(fine, { ...byModel, modelBudget: { tokens: 300 } });
    expect(stopped(run)).toEqual({ status: "budget", limits: ["budget"] });
    expect(run.requests).toBe(0);
    expect(run.record.answer.verdict).toBe("no-fault-found");
    expect(run.record.answer.gaps).toContain("The models' budget of 300 tokens is spent.");
    expect(run.record.mode).toBe("playbook");
  });

  it("in money: models are asked until it is spent, then code goes on", async () => {
    const all = (await unbounded()).record.usage.models.reduce((sum, one) => sum + one.usd, 0);
    const budget = all / 2;
    const run = await told(fine, { ...byModel, modelBudget: { usd: budget } });
    expect(stopped(run)).toEqual({ status: "budget", limits: ["budget"] });
    expect(run.requests).toBeGreaterThan(1);
    const usd = run.record.usage.models.reduce((sum, one) => sum + one.usd, 0);
    expect(usd).toBeGreaterThan(budget / 3);
    expect(usd).toBeLessThan(budget + (answersOnTheWay * 5) / 1e6);
    expect(run.record.mode).toBe("mixed");
  });

  it("takes nothing from what code has proved, but says that models were left out", async () => {
    const run = await told(broken, { ...byModel, modelBudget: { tokens: 300 } });
    expect(stopped(run)).toEqual({ status: "answered", limits: [] });
    expect(run.record.answer).toMatchObject({ verdict: "fault-found", decidedBy: "playbook" });
    expect(run.record.answer.findings[0]?.standing).toBe("proved");
    expect(run.record.answer.gaps).toContain(
      "The models' budget of 300 tokens is spent. From there on code alone decided.",
    );
  });

  it("counts in a resumed run what was spent before", async () => {
    const { nepho } = world;
    const { usage } = (await unbounded()).record;
    const concluding = usage.models.find(({ role }) => role === "analyst")?.inputTokens ?? 0;
    // Enough for all but the conclusion.
    const budget = usage.models.reduce(
      (sum, one) => sum + one.inputTokens + one.outputTokens,
      -concluding / 2,
    );
    const asking = nepho?.ask(fine, { ...byModel, modelBudget: { tokens: budget } });
    for await (const event of asking ?? [])
      if (event.kind === "model" && event.role === "orchestrator") asking?.cancel();
    const cut = await asking?.record;
    expect(cut?.status).toBe("cancelled");
    if (!nepho || !cut) throw new Error("nothing was asked");
    const spent = tokensOf(cut);
    expect(spent).toBeGreaterThan(budget / 2);

    const record = await (await nepho.runs.resume(cut.id)).record;
    expect(record.id).toBe(cut.id);
    expect(record.status, `${spent} and then ${tokensOf(record)} tokens`).toBe("budget");
    expect(tokensOf(record)).toBeLessThan(budget + answersOnTheWay);
  });
});

describe("a budget of calls, money or time", () => {
  it("of calls ends in a partial record", async () => {
    const run = await told(fine, { offline: true, maxCalls: 5 });
    expect(stopped(run)).toEqual({ status: "limit", limits: ["calls"] });
    expect(run.record.usage.awsCalls).toBe(5);
    expect(run.record.answer.verdict).toBe("inconclusive");
    expect(run.record.answer.gaps.join()).toContain("the run's limit of 5 calls is used up");
  });

  it("of money for calls does", async () => {
    const run = await told("Is the CPU of web-1 too high?", { offline: true, budgetUsd: 0 });
    expect(stopped(run)).toEqual({ status: "budget", limits: ["budget"] });
    expect(run.record.usage.awsUsd).toBe(0);
    expect(run.record.answer.gaps.join()).toContain("--budget-usd");
  });

  it("of time does, also when a model never answers", async () => {
    world.hangs = true;
    const run = await told(fine, { ...byModel, timeout: "3s" });
    world.hangs = false;
    expect(stopped(run)).toEqual({ status: "limit", limits: ["time"] });
    expect(run.record.usage.ms).toBeLessThan(12_000);
    expect(run.record.answer.gaps).toContain("The time of 3 s was over before everything was read.");
  });
});

describe("an explanation or a script of one's own", () => {
  const path = { from: "internet", to: "web-1", protocol: "tcp", port: 80 } as const;
  const loop = "import time\n\ntime.sleep(60)\n";
  const list =
    'import boto3\n\nec2 = boto3.client("ec2")\nfor _ in range(4):\n    print(len(ec2.describe_vpcs()["Vpcs"]), flush=True)\n    ec2.describe_instances()\n';

  it("stops at a limit of calls, and says that it is partial", async () => {
    const { nepho } = world;
    if (!nepho) throw new Error("there is no nephoscope");
    const record = await nepho.explainPath(path, { maxCalls: 3 });
    expect(record).toMatchObject({ status: "limit", reachable: "unknown" });
    expect(record.gaps?.join()).toContain("the run's limit of 3 calls is used up");
    expect(record.calls.filter(({ decision }) => decision === "allowed")).toHaveLength(3);
    const access = { principal: "*", action: "s3:GetObject", resource: "arn:aws:s3:::b/x", context: {} };
    expect(await nepho.explainAccess(access, { maxCalls: 0 })).toMatchObject({
      status: "limit",
      decision: "unknown",
    });
    const run = await nepho.runScript({ code: list, maxCalls: 1 });
    expect(run).toMatchObject({ status: "limit" });
    expect(run.gaps?.join()).toContain("the run's limit of 1 calls is used up");
    expect(run.outcome.stdout).not.toBe("");
  });

  it("stops at a limit of time", async () => {
    const { nepho } = world;
    if (!nepho) throw new Error("there is no nephoscope");
    const record = await nepho.explainPath(path, { timeout: "0.01s" });
    expect(record).toMatchObject({ status: "limit", reachable: "unknown" });
    expect(record.gaps?.join()).toContain("The time of 0.01 s was over");
    const run = await nepho.runScript({ code: loop, timeout: "1s" });
    expect(run).toMatchObject({ status: "limit", outcome: { kind: "timed-out" } });
    expect(run.gaps?.join()).toContain("The time of 1 s was over before the script had ended.");
  });

  it("is called whole where nothing kept it from anything", async () => {
    const { nepho } = world;
    const record = await nepho?.explainPath(path, { maxCalls: 500, timeout: "100s" });
    expect(record).toMatchObject({ status: "answered", reachable: "no" });
    expect(record?.gaps).toBeUndefined();
  });
});

describe("a solution", () => {
  it("tells prompts, scripts, data with their calls, and the suggestion", async () => {
    const { nepho } = world;
    if (!nepho) throw new Error("there is no nephoscope");
    const solving = nepho.solve(broken, byModel);
    const solution = Solution.parse(await solving.solution);
    expect(solution).toEqual(await nepho.runs.solution(solution.run));
    expect(solution.problem).toBe(broken);
    expect(solution.prompts.map(({ id }) => id)).toContain("coder/write");
    expect(solution.prompts.every(({ version, tokens }) => version === "1" || tokens.input > 0)).toBe(true);
    expect(solution.scripts.filter(({ origin }) => origin === "model")).not.toEqual([]);
    expect(solution.suggestion.verdict).toBe("fault-found");
    expect(solution.suggestion.fixes[0]).toMatchObject({ finding: 1, proof: { flips: true } });
    const { calls, steps } = await solving.record;
    expect(solution.data.length).toBe(steps.filter(({ output }) => output !== undefined).length);
    for (const { provenance } of solution.data)
      for (const one of provenance)
        expect(calls.find(({ n }) => n === one.call)?.responseDigest).toBe(one.digest);
  });
});

describe("an estimate", () => {
  it("asks nobody, names the models, and goes by earlier runs where there are some", async () => {
    const { nepho } = world;
    if (!nepho) throw new Error("there is no nephoscope");
    const first = world.requests;
    const guess = await nepho.estimate(fine, byModel);
    expect(world.requests).toBe(first);
    expect(guess.mode).toBe("model");
    expect(guess.models.map(({ role, model }) => [role, model])).toEqual(
      ["router", "orchestrator", "coder", "analyst"].map((role) => [role, "scripted"]),
    );
    expect(guess.models.every(({ basis }) => basis === "prompts")).toBe(true);

    // The third is the one of the solution above.
    const runs = [await unbounded(), await told(broken, byModel)];
    const real = runs.map(({ record }) => tokensOf(record)).toSorted((a, b) => a - b);
    for (const used of real) {
      expect(used).toBeGreaterThan(guess.tokens.low);
      expect(used).toBeLessThan(guess.tokens.high);
    }
    const known = await nepho.estimate(fine, byModel);
    expect(known.models.every(({ basis, runs: looked }) => basis === "history" && looked >= 3)).toBe(true);
    expect(known.tokens.high - known.tokens.low).toBeLessThan(guess.tokens.high - guess.tokens.low);
    expect(known.awsCalls.high).toBeLessThanOrEqual(200);

    const bounded = await nepho.estimate(fine, { ...byModel, modelBudget: { tokens: 1000 }, maxCalls: 3 });
    expect(bounded.tokens.high).toBe(1000);
    expect(bounded.awsCalls.high).toBe(3);
    expect((await nepho.estimate(fine, { offline: true })).models).toEqual([]);
  });
});
