import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import { loadProbes } from "../../../src/content/load-probes.ts";
import { loadScenarios } from "../../../src/content/load-scenarios.ts";
import { createNephoscope } from "../../../src/index.ts";
import { ensurePython } from "../../../src/sandbox/python/python-environment.ts";
import { startSimulator } from "../../../src/simulate/start-simulator.ts";
import { type Behaviour, type SeenRequest, tokensOf } from "../../../src/testing/model-server/behaviour.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import { noMistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { createScriptedModel } from "../../../src/testing/scripted-model/scripted-model.ts";
import { commandLine } from "../command-line.ts";
import { modelFolder } from "./model-folder.ts";

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
const probes = await loadProbes([folder("src/services")]);
const tags = ["Owner", "Purpose", "Runbook", "Notes"].map(
  (key) => `{Key: ${key}, Value: "${"word ".repeat(48)}"}`,
);
/** Beside the shop: machines that say much about themselves. */
const fleet = (size: number) =>
  `crowd = ec2.run_instances {ImageId: ami-12c6146b, MinCount: ${size}, MaxCount: ${size}, InstanceType: t3.micro, SubnetId: $prv_a, SecurityGroupIds: [$sg_blog], TagSpecifications: [{ResourceType: instance, Tags: [${tags.join(", ")}]}]}`;

/** The demo's account with the fleet in it. */
async function crowdedShop(size: number) {
  const scenarios = mkdtempSync(join(tmpdir(), "nephoscope-crowd-"));
  const shop = loadScenarios([folder("content/scenarios")]).find(({ scenario }) => scenario.id === "shop");
  const file = join(scenarios, "crowd.yaml");
  const seed = `${shop?.scenario.seed.trimEnd()}\n${fleet(size)}\n`;
  writeFileSync(file, JSON.stringify([{ id: "crowd", cat: "connectivity", ask: [question], seed }]));
  const python = await ensurePython({ cacheFolder: readSettings().cache, report: () => undefined });
  const simulator = await startSimulator({
    python: python.path,
    pythonFolder: folder("python"),
    scenario: { file, id: "crowd" },
  });
  return {
    simulator,
    [Symbol.asyncDispose]: async () => {
      await simulator[Symbol.asyncDispose]();
      rmSync(scenarios, { recursive: true, force: true });
    },
  };
}

const promptOf = ({ body }: SeenRequest) => JSON.stringify(body["messages"]);
const shown =
  /\[call (\d+)\] (\/Reservations\/\d+\/Instances\/112) \{(?:(?!\[call ).)*?\\"InstanceId\\":\\"(i-[0-9a-f]{17})/;

/** Knows what to do, wants to see one machine of the long list, and cites from it. */
function curiousModel() {
  const good = createScriptedModel({ probes, mistakes: noMistakes });
  const seen = { call: "", pointer: "", id: "" };
  return (request: SeenRequest, n: number): Behaviour => {
    const prompt = promptOf(request);
    const [, call, pointer, id] = shown.exec(prompt) ?? [];
    if (call !== undefined && pointer !== undefined && id !== undefined)
      Object.assign(seen, { call, pointer, id });
    if (prompt.includes("You plan the inspection") && seen.id === "") {
      const call = /\[call (\d+)\] ec2:DescribeInstances /.exec(prompt)?.[1] ?? "0";
      const look = `show call ${call} /Reservations/3/Instances/112`;
      const task = { task: look, reason: "to look", probe: null, variables: [] };
      return { kind: "answer", text: JSON.stringify({ decision: "collect", why: "a look", tasks: [task] }) };
    }
    const said = good.answer(request, n);
    if (!prompt.includes("You answer an on-call") || said.kind !== "answer") return said;
    const claim = {
      title: `${seen.id} is running.`,
      severity: "info",
      resource: { type: "AWS::EC2::Instance", id: seen.id },
      property: "State",
      observed: "running",
      expected: "running",
      explanation: `State.Name of ${seen.id} is running.`,
      evidence: [{ call: Number(seen.call), pointer: `${seen.pointer}/State/Name`, query: null }],
    };
    return { ...said, text: JSON.stringify({ ...JSON.parse(said.text ?? "{}"), claims: [claim] }) };
  };
}

describe("an account of which hundreds of kilobytes are read", () => {
  it("is answered with small prompts, and what they leave out can be asked for and cited", async () => {
    await using shop = await crowdedShop(220);
    await using server = await startModelServer({ wire: openAiWire, answer: curiousModel() });
    using settings = new DisposableStack();
    settings.use(modelFolder([{ id: "curious", baseUrl: `${server.url}/v1` }]));
    using line = commandLine();
    await using nepho = await createNephoscope({
      home: line.home,
      endpointUrl: shop.simulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    });
    const record = await nepho.ask(question, { model: "curious", scripts: "model" }).record;

    expect(record.calls.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(300_000);
    expect([record.status, record.answer.verdict]).toEqual(["answered", "fault-found"]);
    expect(record.answer.findings[0]?.resource.id).toBe(shop.simulator.bound["sg_web"]);
    for (const request of server.requests)
      expect(tokensOf({ kind: "answer" }, request).input).toBeLessThanOrEqual(6000);

    const at = server.requests.findIndex((request) => shown.test(promptOf(request)));
    const [, call = "", pointer = "", id = "nothing was shown"] =
      shown.exec(JSON.stringify(server.requests[at]?.body)) ?? [];
    const before = server.requests.slice(0, at).map(promptOf).join("\n");
    expect(before).not.toContain(id);
    expect(record.answer.findings.at(-1)).toMatchObject({
      severity: "info",
      standing: "supported",
      resource: { id },
      evidence: [{ call: Number(call), pointer: `${pointer}/State/Name`, value: "running" }],
    });
  });
});

describe("an account of twenty instances", () => {
  it("is described for less than fifteen thousand tokens in all", async () => {
    await using shop = await crowdedShop(17);
    const { answer } = createScriptedModel({ probes, mistakes: noMistakes });
    await using server = await startModelServer({ wire: openAiWire, answer });
    using settings = new DisposableStack();
    settings.use(modelFolder([{ id: "sound", baseUrl: `${server.url}/v1` }]));
    using line = commandLine();
    await using nepho = await createNephoscope({
      home: line.home,
      endpointUrl: shop.simulator.endpoint,
      region: "us-east-1",
      credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    });
    const asked = "Which EC2 instances are there, and what are the state, type and subnet of each?";
    const record = await nepho.ask(asked, { model: "sound" }).record;
    expect(new Set(record.calls.map(({ operation }) => operation))).toContain("DescribeInstances");
    const tokens = record.usage.models.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens);
    expect(tokens.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(15_000);
    expect(
      tokensOf({ kind: "answer" }, server.requests[0] ?? { path: "", headers: {}, body: {} }).input,
    ).toBeLessThanOrEqual(6000);
  });
});
