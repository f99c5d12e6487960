import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { loadProbes } from "../../../src/content/load-probes.ts";
import { createNephoscope } from "../../../src/index.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import { noMistakes } from "../../../src/testing/scripted-model/mistakes.ts";
import { createScriptedModel } from "../../../src/testing/scripted-model/scripted-model.ts";
import { startLangSmithServer } from "../../../src/testing/trace-sinks/langsmith-server.ts";
import { startOtlpServer } from "../../../src/testing/trace-sinks/otlp-server.ts";
import { commandLine } from "../command-line.ts";
import { simulatorWith } from "../simulator.ts";
import { modelFolder } from "./model-folder.ts";
import { conclusionOf } from "./try-scenario.ts";

const folder = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const probes = await loadProbes([folder("src/services")]);
const limits = { maxIterations: 4, maxAttempts: 3, maxCalls: 2000, timeout: "240s" };

const Wire = z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) });
const Told = z.array(z.object({ role: z.string(), text: z.string() }));

/** What tells whose account it is, in texts that leave. */
function telling(text: string): readonly string[] {
  const addresses = text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g) ?? [];
  const hosts = text.match(/[\w.-]+\.(?:elb|rds|cache)\.(?:[\w-]+\.)?amazonaws\.com/g) ?? [];
  return [
    ...(text.match(/(?<!\d)123456789012(?!\d)/g) ?? []),
    ...addresses.filter((one) => !/^(?:198\.1[89]\.|0\.0\.0\.0|127\.|169\.254\.|255\.)/.test(one)),
    ...hosts.filter((one) => !/^host-alias-\d+\./.test(one) && one.split(".").length > 5),
  ];
}

afterEach(() => vi.unstubAllEnvs());

describe("a run with aliases, on an account", () => {
  it("comes to what the playbook finds, and tells nobody whose account it is", async () => {
    vi.stubEnv("LANGSMITH_API_KEY", "some-key-of-mine");
    const question = "Customers get timeouts on the shop, the load balancer shop-alb. What is wrong?";
    await using simulator = await simulatorWith("demo.yaml", "shop");
    const scripted = createScriptedModel({ probes, seed: "aliases", mistakes: noMistakes });
    await using server = await startModelServer({
      wire: openAiWire,
      answer: (request, n) => scripted.answer(request, n),
    });
    await using langsmith = await startLangSmithServer();
    await using otlp = await startOtlpServer();
    using configuration = modelFolder([{ id: "scripted", baseUrl: `${server.url}/v1` }]);
    writeFileSync(
      join(configuration.folder, "config.yaml"),
      `tracing:\n  langsmith: {endpoint: "${langsmith.url}", contents: true}\n  otlp: {endpoint: "${otlp.url}", contents: true}\n`,
    );
    using line = commandLine();
    const said: string[] = [];
    const open = (trace: "off" | undefined) =>
      createNephoscope({
        home: line.home,
        endpointUrl: simulator.endpoint,
        region: "us-east-1",
        credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
        report: (one) => said.push(one),
        ...(trace && { trace: [trace] }),
      });
    {
      await using alone = await open("off");
      await using nepho = await open(undefined);
      const code = await alone.ask(question, { offline: true, ...limits }).record;
      const asked = nepho.ask(question, { model: "scripted", scripts: "model", aliases: true, ...limits });
      const record = await asked.record;
      expect([record.status, conclusionOf(record)]).toEqual(["answered", conclusionOf(code)]);
      // Scripts, calls and answer have the true names.
      expect(telling(JSON.stringify(record)).length).toBeGreaterThan(0);
      expect(JSON.stringify(record)).not.toMatch(/198\.1[89]\.\d|9000000\d{5}|host-alias/);
      const exchanges = await nepho.runs.exchanges(record.id);
      expect(exchanges.length).toBeGreaterThan(2);
      const sent = server.requests.map(({ body }) => Wire.parse(body).messages);
      for (const { messages } of exchanges) {
        const told = Told.parse(messages).map(({ role, text }) => ({ role, content: text }));
        expect(sent).toContainEqual(told);
      }
    }
    for (const { body } of server.requests) expect(telling(JSON.stringify(body))).toEqual([]);
    for (const { requests } of [langsmith, otlp]) {
      expect(requests.length).toBeGreaterThan(0);
      for (const { body } of requests) expect(telling(body)).toEqual([]);
    }
    expect(said.filter((one) => one.startsWith("not traced"))).toEqual([]);
  });
});
