import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../src/app/config.ts";
import { Tracing } from "../../../src/app/trace/tracing.ts";
import { trustAuthorities } from "../../../src/aws/send/trust-authorities.ts";
import { ModelEntry } from "../../../src/content/load-models.ts";
import { openChat } from "../../../src/models/open-chat.ts";
import { patientFetch, type Proxy } from "../../../src/models/patient-fetch.ts";
import { createMemoryStore } from "../../../src/testing/memory-store.ts";
import { anthropicWire } from "../../../src/testing/model-server/anthropic-wire.ts";
import { bedrockWire } from "../../../src/testing/model-server/bedrock-wire.ts";
import { startForwardProxy } from "../../../src/testing/model-server/forward-proxy.ts";
import { ollamaWire } from "../../../src/testing/model-server/ollama-wire.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";
import { listen } from "../../../src/testing/trace-sinks/listen.ts";
import { startLangSmithServer } from "../../../src/testing/trace-sinks/langsmith-server.ts";
import { startOtlpServer } from "../../../src/testing/trace-sinks/otlp-server.ts";
import { tracedRun } from "../../../src/testing/traced-run.ts";

const candidates = [
  { provider: "openai", wire: openAiWire, under: "/v1", structured: "schema" },
  { provider: "anthropic", wire: anthropicWire, under: "", structured: "tool" },
  { provider: "bedrock", wire: bedrockWire, under: "", structured: "tool" },
  { provider: "ollama", wire: ollamaWire, under: "", structured: "schema" },
] as const;

describe.each(candidates)("$provider behind a proxy", ({ provider, wire, under, structured }) => {
  const ask = (baseUrl: string, proxy: Proxy) =>
    openChat({
      entry: ModelEntry.parse({ id: "m", provider, structured, seconds: { idle: 10, total: 20 } }),
      access: {
        apiKey: "sk-planted-0123456789abcdef",
        baseUrl: `${baseUrl}${under}`,
        region: "us-east-1",
        credentials: async () => ({ accessKeyId: "AKIAPLANTED000000000", secretAccessKey: "planted/secret" }),
        proxy,
      },
      retries: { wait: async () => undefined, chance: () => 1, tries: 1 },
    })({ messages: [{ role: "user", text: "How many?" }] });
  const start = () => startModelServer({ wire, answer: () => ({ kind: "answer", text: "Three." }) });

  it("is asked through it, with the proxy's own sign-in", async () => {
    await using server = await start();
    await using proxy = await startForwardProxy(server.url);
    const signedIn = proxy.url.replace("//", "//me:secret-of-the-proxy@");
    const outcome = await ask("http://model.test", { HTTP_PROXY: signedIn });
    expect(outcome).toMatchObject({ kind: "answered", result: { text: "Three." } });
    expect(proxy.asked).toHaveLength(1);
    expect(proxy.asked[0]?.what).toContain("model.test");
    expect(proxy.asked[0]?.authorization).toBe(
      `Basic ${Buffer.from("me:secret-of-the-proxy").toString("base64")}`,
    );
    // The model's server learns nothing of it.
    expect(JSON.stringify(server.requests[0]?.headers)).not.toContain("Basic");
  });

  it("is asked without it on this machine, where NO_PROXY says so, and by https alone", async () => {
    await using server = await start();
    await using proxy = await startForwardProxy(server.url);
    expect(await ask(server.url, { HTTP_PROXY: proxy.url })).toMatchObject({ kind: "answered" });
    const past = await ask("http://model.test", { HTTP_PROXY: proxy.url, NO_PROXY: "model.test" });
    expect(past).toMatchObject({ kind: "failed", failure: { kind: "unreachable" } });
    const secure = await ask("https://model.test", { HTTP_PROXY: proxy.url });
    expect(secure).toMatchObject({ kind: "failed", failure: { kind: "unreachable" } });
    expect(proxy.asked).toEqual([]);
  });

  it("fails in words that hold no secret where the proxy is gone", async () => {
    const gone = await listen(createServer());
    await gone.close();
    const outcome = await ask("http://model.test", {
      HTTP_PROXY: gone.url.replace("//", "//me:secret-of-the-proxy@"),
    });
    expect(outcome).toMatchObject({ kind: "failed", failure: { kind: "unreachable" } });
    expect(JSON.stringify(outcome)).not.toContain("secret-of-the-proxy");
  });
});

describe("a server that redirects", () => {
  it.each(candidates.filter(({ provider }) => provider !== "bedrock"))(
    "gets neither prompt nor key to another place: $provider",
    async ({ provider, wire, under, structured }) => {
      await using other = await startModelServer({ wire, answer: () => ({ kind: "answer", text: "Mine." }) });
      const redirecting = await listen(
        createServer((message, response) => {
          response.writeHead(307, { location: `${other.url}${message.url}` });
          response.end();
        }),
      );
      const outcome = await openChat({
        entry: ModelEntry.parse({ id: "m", provider, structured }),
        access: { apiKey: "sk-planted-0123456789abcdef", baseUrl: `${redirecting.url}${under}` },
      })({ messages: [{ role: "user", text: "How many?" }] });
      await redirecting.close();
      expect(other.requests).toEqual([]);
      expect(outcome).toMatchObject({
        kind: "failed",
        failure: { kind: "bad-request", message: expect.stringContaining("redirects to") as string },
      });
    },
  );
});

describe("a server with a certificate of a private authority", () => {
  const file = (name: string) => fileURLToPath(new URL(`../../live/certificates/${name}`, import.meta.url));

  it("is asked once AWS_CA_BUNDLE names that authority, and not before", async () => {
    const server = await listen(
      createSecureServer(
        { key: readFileSync(file("server.key")), cert: readFileSync(file("server.pem")) },
        (_message, response) => response.end("here"),
      ),
    );
    const url = server.url.replace("http:", "https:").replace("127.0.0.1", "localhost");
    const ask = () => patientFetch({ only: { url, headers: [] } })(url).then((answer) => answer.text());
    await expect(ask()).rejects.toThrow("fetch failed");
    trustAuthorities(file("authority.pem"));
    expect(await ask()).toBe("here");
    await server.close();
  });
});

describe("tracing systems behind a proxy", () => {
  it("are sent to through it", async () => {
    await using langsmith = await startLangSmithServer();
    await using otlp = await startOtlpServer();
    await using toLangSmith = await startForwardProxy(langsmith.url);
    await using toOtlp = await startForwardProxy(otlp.url);
    for (const [proxy, tracing] of [
      [toLangSmith, "langsmith: {endpoint: 'http://langsmith.test'}"],
      [toOtlp, "otlp: {endpoint: 'http://otlp.test'}"],
    ] as const) {
      const folder = mkdtempSync(join(tmpdir(), "nephoscope-proxy-"));
      mkdirSync(join(folder, "nephoscope"));
      writeFileSync(join(folder, "nephoscope", "config.yaml"), `tracing: {${tracing}}\n`);
      const settings = readSettings(
        { home: folder },
        { XDG_CONFIG_HOME: folder, HTTP_PROXY: proxy.url, LANGSMITH_API_KEY: "some-key-of-mine" },
      );
      const store = createMemoryStore();
      for (const body of tracedRun()) await store.append("run-1", "2026-11-21T10:00:00.000Z", body);
      await using one = new Tracing({ settings, store, now: () => new Date(), report: () => undefined });
      expect(await one.send("run-1", AbortSignal.timeout(10_000))).toMatchObject([{ kind: "sent" }]);
      expect(proxy.asked[0]?.what).toMatch(/\.test/);
    }
    expect(langsmith.runs()).toHaveLength(14);
    expect(otlp.spans()).toHaveLength(14);
  });
});
