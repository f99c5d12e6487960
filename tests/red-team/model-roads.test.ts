import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EventLog } from "../../src/agent/event-log.ts";
import { readSettings } from "../../src/app/config.ts";
import { modelsOf } from "../../src/app/models/models-of.ts";
import { modelRegistry, openRoleModels, type ModelOptions } from "../../src/app/models/open-models.ts";
import { promptsOf } from "../../src/app/prompts/prompts-of.ts";
import { openWorkshop } from "../../src/app/workshop.ts";
import { Role } from "../../src/content/load-models.ts";
import { digestOf } from "../../src/core/json/digest.ts";
import { Meter } from "../../src/models/meter.ts";
import { askRoleForText } from "../../src/reason/model/ask-role.ts";
import { createMemoryStore } from "../../src/testing/memory-store.ts";
import { openAiWire } from "../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../src/testing/model-server/start-model-server.ts";
import { exchanged, planted, tracedRun } from "../../src/testing/traced-run.ts";
import { listen } from "../../src/testing/trace-sinks/listen.ts";
import { corpus } from "./secret-corpus.ts";

const closing = new AsyncDisposableStack();
afterAll(() => closing[Symbol.asyncDispose]());
const now = () => new Date("2026-11-21T10:00:00.000Z");
const key = "not-to-be-known-by-its-form-4711";
const password = "Tr0ub4dor&3xyz";

function settingsFor(url: string, providers: readonly string[] = ["openai-compatible"]) {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-roads-"));
  mkdirSync(join(folder, "nephoscope"));
  const models = providers.map((provider) => {
    const baseUrl = provider.startsWith("openai") ? `${url}/v1` : url;
    return `  - {id: ${provider}, provider: ${provider}, baseUrl: "${baseUrl}", keyVariable: MY_KEY}`;
  });
  writeFileSync(join(folder, "nephoscope", "models.yaml"), `models:\n${models.join("\n")}\n`);
  return readSettings(
    { home: join(folder, "home") },
    { XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"], MY_KEY: key },
  );
}

function rolesWith(
  settings: ReturnType<typeof readSettings>,
  more: ModelOptions & { question?: string } = {},
) {
  const registry = modelRegistry(settings);
  return openRoleModels({
    settings,
    registry,
    meter: new Meter(),
    accounts: ["123456789012"],
    model: "openai-compatible",
    now,
    ...more,
  });
}

async function workshopFor(settings: ReturnType<typeof readSettings>, aliases = false) {
  const store = createMemoryStore();
  for (const body of exchanged) await store.putBody(digestOf(body), body);
  for (const event of tracedRun()) {
    const body = event.kind === "run-start" ? { ...event, options: { decides: { aliases } } } : event;
    await store.append("run-1", now().toISOString(), body);
  }
  const opened = closing.use(openWorkshop({ settings, report: () => undefined, now }));
  return { ...opened, store: () => store };
}

describe("what a model is told", () => {
  const roles = rolesWith(settingsFor("http://127.0.0.1:1"));

  it.each(corpus.filter(({ name }) => name === undefined).map((one) => [one.kind, one] as const))(
    "holds no secret of the corpus: %s",
    (_kind, { text, secrets }) => {
      for (const role of Role.options) {
        const out = roles[role][0]?.veil?.out ?? String;
        const sent = [
          out(text),
          out(`Facts about the account:\n<data>\n${text}\n</data>\n`),
          out(`That answer cannot be used:\n${text}`),
        ].join("\n");
        expect(secrets.filter((secret) => sent.includes(secret))).toEqual([]);
      }
    },
  );

  it("holds neither keys of this process nor what the question gave away, in any role", async () => {
    await using server = await startModelServer({
      wire: openAiWire,
      answer: () => ({ kind: "answer", text: `${password}? Never.` }),
    });
    const question = `Why does password=${password} not work for web-1?`;
    const opened = rolesWith(settingsFor(server.url), { question });
    const store = createMemoryStore();
    const log = await EventLog.open({ store, run: "run-1", now });
    for (const role of Role.options)
      await askRoleForText({
        role,
        models: opened[role],
        prompt: () => ({
          id: "x/y",
          version: 1,
          system: `key ${key}`,
          user: `${question} mentions ["${password}"]`,
        }),
        more: [{ role: "assistant", text: `it is ${password}` }],
        tell: (exchange) => log.exchange(exchange, {}),
        read: (text) => text,
      });
    expect(server.requests).toHaveLength(5);
    const sent = JSON.stringify(server.requests.map(({ body }) => body));
    const kept = JSON.stringify([
      log.events(),
      ...(await Promise.all(
        log.events().flatMap((event) => (event.kind === "model" ? [store.body(event.promptDigest)] : [])),
      )),
    ]);
    for (const secret of [key, password]) {
      expect(sent).not.toContain(secret);
      expect(kept).not.toContain(secret);
    }
  });
});

describe("a provider that repeats what it was told", () => {
  const providers = ["openai-compatible", "openai", "anthropic", "ollama"];

  it.each(providers.flatMap((provider) => [401, 400, 500].map((status) => [provider, status] as const)))(
    "%s with status %i: no key in the failure, nor half of one",
    async (provider, status) => {
      const filler = "x".repeat(270);
      const server = await listen(
        createServer((message, response) => {
          const { authorization, "x-api-key": own } = message.headers;
          const body = `${String(own ?? authorization)} and ${filler} and ${key} https://me:${password}@host/x`;
          response.writeHead(status, { "content-type": "application/json", "retry-after": "0" });
          response.end(JSON.stringify({ error: { message: body, type: "x" }, message: body }));
        }),
      );
      const settings = settingsFor(server.url, providers);
      const checked = await modelsOf({ workshop: await workshopFor(settings), now }).check(provider);
      const [asked] = rolesWith(settings, { model: provider }).coder;
      const outcome = await asked?.chat({ messages: [{ role: "user", text: "x" }] });
      await server.close();
      expect(checked.ok).toBe(false);
      for (const shown of [JSON.stringify(checked), JSON.stringify(outcome)]) {
        expect(shown).not.toContain(key.slice(0, 12));
        expect(shown).not.toContain(password);
      }
    },
    30_000,
  );
});

describe("answers that are kept to be given again", () => {
  it("hold what the model saw, in files of this user alone", async () => {
    await using server = await startModelServer({
      wire: openAiWire,
      answer: ({ body }) => ({ kind: "answer", text: JSON.stringify(body["messages"]) }),
    });
    const settings = settingsFor(server.url);
    const question = `Why can 123456789012 not reach 10.0.3.7 with password=${password}?`;
    const ask = async () => {
      const [model] = rolesWith(settings, { reuseAnswers: true, aliases: true, question }).coder;
      return model?.chat({ messages: [{ role: "user", text: `${question} ${password} ${key}` }] });
    };
    const [first, second] = [await ask(), await ask()];
    expect(server.requests).toHaveLength(1);
    expect(second).toMatchObject({ result: { text: first?.kind === "answered" ? first.result.text : "" } });
    expect(JSON.stringify(second)).toContain("10.0.3.7");
    const folder = join(settings.home, "model-answers");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(folder)) {
      const file = join(folder, name);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      const held = readFileSync(file, "utf8");
      const telling = ["123456789012", "10.0.3.7", password, key];
      expect(telling.filter((one) => held.includes(one))).toEqual([]);
    }
  });
});

describe("prompts that are tried and written", () => {
  it("on a recorded run tell no secret of it, and no account where the run hid it", async () => {
    await using server = await startModelServer({
      wire: openAiWire,
      answer: () => ({ kind: "answer", text: "{}" }),
    });
    const settings = settingsFor(server.url);
    const prompts = promptsOf({ workshop: await workshopFor(settings, true), now });
    const asked = { run: "run-1", model: "openai-compatible" };
    await prompts.try("analyst/conclude", asked);
    await prompts.try("orchestrator/plan", asked);
    await using refining = await prompts.refine("analyst/conclude", asked);
    const rendered = JSON.stringify(await refining.render());
    expect(server.requests.length).toBeGreaterThan(1);
    const sent = JSON.stringify(server.requests.map(({ body }) => body));
    expect(sent).toContain("web-1");
    for (const shown of [sent, rendered]) {
      expect(Object.values(planted).filter((secret) => shown.includes(secret))).toEqual([
        // Keys of another process, which nothing marks as such.
        ...(shown.includes(planted.langsmithKey) ? [planted.langsmithKey] : []),
        ...(shown.includes(planted.headerKey) ? [planted.headerKey] : []),
      ]);
      expect(shown).not.toContain("123456789012");
    }
  });

  it("are written without what the purpose gave away", async () => {
    await using server = await startModelServer({
      wire: openAiWire,
      answer: () => ({ kind: "answer", text: "no" }),
    });
    const workshop = await workshopFor(settingsFor(server.url));
    const written = await promptsOf({ workshop, now }).write(`Log in with password=${password}`, {
      model: "openai-compatible",
    });
    expect(written.ok).toBe(false);
    expect(server.requests).toHaveLength(2);
    expect(JSON.stringify(server.requests.map(({ body }) => body))).not.toContain(password);
  });
});
