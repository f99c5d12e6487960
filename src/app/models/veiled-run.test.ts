import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { EventLog } from "../../agent/event-log.ts";
import { Meter } from "../../models/meter.ts";
import { askRole } from "../../reason/model/ask-role.ts";
import { createMemoryStore } from "../../testing/memory-store.ts";
import type { SeenRequest } from "../../testing/model-server/behaviour.ts";
import { openAiWire } from "../../testing/model-server/openai-wire.ts";
import { startModelServer } from "../../testing/model-server/start-model-server.ts";
import { runStart } from "../../testing/told-run.ts";
import { startLangSmithServer } from "../../testing/trace-sinks/langsmith-server.ts";
import { startOtlpServer } from "../../testing/trace-sinks/otlp-server.ts";
import { readSettings } from "../config.ts";
import { exchangesOfRun } from "../runs/run-exchanges.ts";
import { Tracing } from "../trace/tracing.ts";
import { aliasesOf } from "./kept-decisions.ts";
import { modelRegistry, openRoleModels } from "./open-models.ts";

const accounts = ["123456789012", "210987654321"];
const password = "Tr0ub4dor&3xyz";
const key = "an-ordinary-looking-key-of-this-process";
const truth =
  "shop.c9akciq32xyz.us-east-1.rds.amazonaws.com at 10.0.3.7 in 210987654321 is arn:aws:iam::123456789012:role/x";
const question = `Why can 10.0.3.7 not reach 123456789012? password=${password}`;
const rendered = {
  id: "analyst/conclude",
  version: 1,
  system: `You answer. Never say ${key}.`,
  user: `${question}\nFacts: ${truth}, mentions ["${password}"]`,
};
const now = () => new Date("2026-11-21T10:00:00.000Z");
const shape = z.strictObject({ summary: z.string() });
const hidden = /123456789012|210987654321|10[.-]0[.-]3[.-]7|c9akciq32xyz/;

function settingsFor(url: string, sinks: { langsmith: string; otlp: string }) {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-veiled-"));
  mkdirSync(join(folder, "nephoscope"));
  writeFileSync(
    join(folder, "nephoscope", "models.yaml"),
    `models: [{id: m, provider: openai-compatible, baseUrl: "${url}/v1", keyVariable: M_KEY}]\n`,
  );
  writeFileSync(
    join(folder, "nephoscope", "config.yaml"),
    `tracing:\n  langsmith: {endpoint: "${sinks.langsmith}", contents: true}\n  otlp: {endpoint: "${sinks.otlp}", contents: true}\n`,
  );
  const environment = { XDG_CONFIG_HOME: folder, M_KEY: key, LANGSMITH_API_KEY: "langsmith-key-1" };
  return readSettings({ home: folder }, environment);
}

/** What went over the wire, as role and text. */
function messagesOf({ body }: SeenRequest) {
  const Wire = z.array(z.object({ role: z.string(), content: z.string() }));
  return Wire.parse(body["messages"]).map(({ role, content }) => ({ role, text: content }));
}

/** A run of one exchange with a model that answers in prose first, then in the right shape with what it was told. */
async function veiledRun(aliases: boolean) {
  const server = await startModelServer({
    wire: openAiWire,
    answer: (request, n) => {
      const [, told] = messagesOf(request);
      const summary = told?.text.split("Facts: ")[1]?.split(",")[0] ?? "";
      return { kind: "answer", text: n === 1 ? `I say: ${summary}` : JSON.stringify({ summary }) };
    },
  });
  const langsmith = await startLangSmithServer();
  const otlp = await startOtlpServer();
  const settings = settingsFor(server.url, { langsmith: langsmith.url, otlp: otlp.url });
  const store = createMemoryStore();
  const ask = async (log: EventLog, knownAliases = {}) => {
    const opened = openRoleModels({
      settings,
      registry: modelRegistry(settings),
      meter: new Meter(),
      accounts: aliases ? accounts : [],
      aliases,
      question,
      knownAliases,
      model: "m",
      now,
    });
    return askRole({
      role: "analyst",
      models: opened.analyst,
      prompt: () => rendered,
      tell: (exchange) => log.exchange(exchange, {}),
      recall: (asked) => log.recalled(asked),
      shape,
      name: "answer",
    });
  };
  const log = await EventLog.open({ store, run: "r1", now });
  const start = runStart({ question, options: { decides: { aliases } } });
  await log.append(start);
  const outcome = await ask(log);
  return {
    server,
    langsmith,
    otlp,
    settings,
    store,
    log,
    outcome,
    ask,
    [Symbol.asyncDispose]: async () => {
      for (const one of [server, langsmith, otlp]) await one[Symbol.asyncDispose]();
    },
  };
}

describe("a run whose prompts have aliases", () => {
  it("tells the model no account, address, endpoint or secret, and takes its answer with the true ones", async () => {
    await using run = await veiledRun(true);
    const wire = JSON.stringify(run.server.requests.map(({ body }) => body));
    expect(wire).not.toMatch(hidden);
    for (const secret of [password, key]) expect(wire).not.toContain(secret);
    expect(run.outcome).toMatchObject({ kind: "answered", value: { summary: truth } });
  });

  it("has on record what was sent and what came, turn by turn", async () => {
    await using run = await veiledRun(true);
    const [exchange] = await exchangesOfRun(run.store, "r1");
    const [first, second] = run.server.requests.map(messagesOf);
    // How a provider is held to a shape may stand behind the prompt: this one is told in words.
    expect(exchange?.messages).toEqual(first);
    expect([...((exchange?.messages ?? []) as []), ...((exchange?.turns ?? []) as [])]).toEqual(second);
    expect(exchange?.answer).toMatch(/"host-alias-1\.us-east-1\.rds\.amazonaws\.com at 198\.18\.0\.1 in/);
    expect(exchange?.aliases).toMatchObject({ "198.18.0.1": "10.0.3.7" });
    const texts = JSON.stringify([exchange?.messages, exchange?.turns, exchange?.answer]);
    expect(texts).not.toMatch(hidden);
    expect(texts).not.toContain(password);
  });

  it("knows a finished exchange again when it is resumed, with the true values", async () => {
    await using run = await veiledRun(true);
    const log = await EventLog.open({ store: run.store, run: "r1", now });
    const outcome = await run.ask(log, await aliasesOf(log.events(), run.store));
    expect(run.server.requests).toHaveLength(2);
    expect(outcome).toMatchObject({ kind: "answered", value: { summary: truth } });
  });

  it("is traced with the same aliases, also what no model was told", async () => {
    await using run = await veiledRun(true);
    await run.log.append({
      kind: "answer",
      mode: "mixed",
      answer: {
        verdict: "inconclusive",
        decidedBy: "m",
        summary: `${truth} and 10.0.3.8`,
        findings: [],
        ruledOut: [],
        gaps: ["nobody reads 444455556666 (arn:aws:iam::444455556666:role/y)"],
        rejectedClaims: [],
      },
    });
    await run.log.append({ kind: "run-end", status: "answered", errors: [], ms: 1 });
    await using tracing = new Tracing({ settings: run.settings, store: run.store, now, report: () => {} });
    const sent = await tracing.send("r1", AbortSignal.timeout(5000));
    expect(sent.map(({ kind }) => kind)).toEqual(["sent", "sent"]);
    for (const { requests } of [run.langsmith, run.otlp]) {
      const bodies = requests.map(({ body }) => body).join("\n");
      expect(bodies).not.toMatch(hidden);
      expect(bodies).not.toMatch(/444455556666|10\.0\.3\.8/);
      for (const secret of [password, key]) expect(bodies).not.toContain(secret);
      expect(bodies).toContain("host-alias-1.us-east-1.rds.amazonaws.com at 198.18.0.1 in");
      // What was said between the first answer and the last.
      expect(bodies).toContain("That answer cannot be used");
    }
  });

  it("without aliases, tells and keeps the true values, and no secret", async () => {
    await using run = await veiledRun(false);
    const [exchange] = await exchangesOfRun(run.store, "r1");
    expect(exchange?.messages).toEqual(run.server.requests.map(messagesOf)[0]);
    const texts = JSON.stringify(exchange);
    expect(texts).toContain(truth);
    for (const secret of [password, key]) expect(texts).not.toContain(secret);
    expect(exchange?.aliases).toBeUndefined();
  });
});
