import { afterEach, describe, expect, it, vi } from "vitest";
import { ModelEntry } from "../../../src/content/load-models.ts";
import { openChat } from "../../../src/models/open-chat.ts";
import { anthropicWire } from "../../../src/testing/model-server/anthropic-wire.ts";
import { bedrockWire } from "../../../src/testing/model-server/bedrock-wire.ts";
import { startForwardProxy } from "../../../src/testing/model-server/forward-proxy.ts";
import { ollamaWire } from "../../../src/testing/model-server/ollama-wire.ts";
import { openAiWire } from "../../../src/testing/model-server/openai-wire.ts";
import { startModelServer } from "../../../src/testing/model-server/start-model-server.ts";

const candidates = [
  { provider: "openai", wire: openAiWire, under: "/v1", home: "CONNECT api.openai.com:443" },
  { provider: "anthropic", wire: anthropicWire, under: "", home: "CONNECT api.anthropic.com:443" },
  { provider: "ollama", wire: ollamaWire, under: "", home: undefined },
] as const;

/** What the providers' own clients, and LangChain's, read in the environment. */
function stray(url: string): Record<string, string> {
  return {
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_BASE: `${url}/v1`,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_URL: url,
    OLLAMA_BASE_URL: url,
    OLLAMA_HOST: url,
    LANGSMITH_GATEWAY: url,
    LANGSMITH_GATEWAY_API_KEY: "stray-gateway-key",
    LANGSMITH_API_KEY: "stray-langsmith-key",
    ANTHROPIC_AUTH_TOKEN: "stray-auth-token",
    OPENAI_API_KEY: "stray-openai-key",
    ANTHROPIC_API_KEY: "stray-anthropic-key",
    OPENAI_CUSTOM_HEADERS: "X-Stray: stray-header",
    ANTHROPIC_CUSTOM_HEADERS: "X-Stray: stray-header",
    OPENAI_ADMIN_KEY: "stray-admin-key",
  };
}

afterEach(() => vi.unstubAllEnvs());

describe.each(candidates)("$provider, whatever the environment says", ({ provider, wire, under, home }) => {
  const messages = [{ role: "user" as const, text: "How many?" }];
  const retries = { wait: async () => undefined, chance: () => 1, tries: 1 };

  it("is asked where it is configured, and by the key that was given alone", async () => {
    await using other = await startModelServer({ wire, answer: () => ({ kind: "answer", text: "Mine." }) });
    for (const [name, value] of Object.entries(stray(other.url))) vi.stubEnv(name, value);
    await using server = await startModelServer({ wire, answer: () => ({ kind: "answer", text: "Three." }) });
    const outcome = await openChat({
      entry: ModelEntry.parse({ id: "m", provider }),
      access: { apiKey: "the-key-that-was-given", baseUrl: `${server.url}${under}` },
      retries,
    })({ messages });
    expect(outcome).toMatchObject({ kind: "answered", result: { text: "Three." } });
    expect(other.requests).toEqual([]);
    const headers = JSON.stringify(server.requests[0]?.headers);
    expect(headers).not.toContain("stray");
    expect(headers.includes("the-key-that-was-given")).toBe(provider !== "ollama");
  });

  it("is asked at its own address where none is configured", async () => {
    await using other = await startModelServer({ wire, answer: () => ({ kind: "answer", text: "Mine." }) });
    await using proxy = await startForwardProxy(other.url);
    for (const [name, value] of Object.entries(stray(other.url))) vi.stubEnv(name, value);
    await openChat({
      entry: ModelEntry.parse({ id: "m", provider }),
      access: { apiKey: "the-key-that-was-given", proxy: { HTTPS_PROXY: proxy.url } },
      retries,
    })({ messages });
    expect(other.requests).toEqual([]);
    expect([...new Set(proxy.asked.map(({ what }) => what))]).toEqual(home === undefined ? [] : [home]);
  });
});

describe("bedrock, whatever the environment says", () => {
  it("is paid by the credentials that were given, not by a token or keys of another", async () => {
    for (const name of ["AWS_BEARER_TOKEN_BEDROCK", "BEDROCK_AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"])
      vi.stubEnv(name, "stray-of-the-environment");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "stray-of-the-environment");
    await using server = await startModelServer({
      wire: bedrockWire,
      answer: () => ({ kind: "answer", text: "Three." }),
    });
    const outcome = await openChat({
      entry: ModelEntry.parse({ id: "m", provider: "bedrock" }),
      access: {
        baseUrl: server.url,
        region: "us-east-1",
        credentials: async () => ({ accessKeyId: "AKIAPLANTED000000000", secretAccessKey: "planted/secret" }),
      },
    })({ messages: [{ role: "user", text: "How many?" }] });
    expect(outcome).toMatchObject({ kind: "answered" });
    const headers = JSON.stringify(server.requests[0]?.headers);
    expect(headers).toContain("Credential=AKIAPLANTED000000000/");
    expect(headers).not.toContain("stray");
  });
});
