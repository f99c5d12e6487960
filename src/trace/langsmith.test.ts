import { createServer } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { listen } from "../testing/trace-sinks/listen.ts";
import { startLangSmithServer } from "../testing/trace-sinks/langsmith-server.ts";
import { toldRun } from "../testing/told-run.ts";
import { tracedRun } from "../testing/traced-run.ts";
import { foldTrace } from "./fold-trace.ts";
import { langSmithSink } from "./langsmith.ts";

const spans = foldTrace(toldRun("r1", tracedRun()));
const trace = { run: "r1", spans };
const never = new AbortController().signal;

function sinkFor(endpoint: string, more: { milliseconds?: number; redact?: (text: string) => string } = {}) {
  return langSmithSink({
    endpoint,
    apiKey: "the-key",
    project: "ops",
    tags: ["team-a"],
    contents: false,
    redact: (text) => text,
    servedBy: (model) => ({ provider: "anthropic", model: `${model}-2026` }),
    ...more,
  });
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("the LangSmith sink", () => {
  it.each([{ gzip: false }, { gzip: true }])(
    "sends one trace with the tree of the run ($gzip)",
    async (options) => {
      await using server = await startLangSmithServer(options);
      expect(await sinkFor(server.url).send(trace, never)).toEqual({
        kind: "sent",
        to: "LangSmith (ops)",
        spans: spans.length,
      });
      expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        "GET /info",
        "POST /runs/multipart",
      ]);
      const runs = server.runs();
      expect(runs).toHaveLength(spans.length);
      const [root] = runs;
      const ids = new Set(runs.map((run) => run["id"]));
      for (const run of runs) {
        expect(run["trace_id"]).toBe(root?.["id"]);
        expect(run["session_name"]).toBe("ops");
        // UUIDs of version 7, and the way from the root ending in the run itself.
        expect(run["id"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        const order = String(run["dotted_order"]).split(".");
        expect(order.at(-1)).toMatch(new RegExp(`^\\d{8}T\\d{12}Z${String(run["id"])}$`));
        expect(order.at(-2)?.slice(-36)).toBe(run["parent_run_id"]);
        if (run !== root) expect(ids).toContain(run["parent_run_id"]);
      }
      expect(root).toMatchObject({
        tags: ["team-a"],
        extra: { metadata: { run: "r1", status: "answered", mode: "mixed" } },
      });
    },
  );

  it("tells exchanges as llm runs with tokens and money, calls as tools, attempts with their place", async () => {
    await using server = await startLangSmithServer();
    await sinkFor(server.url).send(trace, never);
    const named = (name: string) => server.runs().filter((run) => run["name"] === name);
    expect(named("orchestrator big")).toMatchObject([
      {
        run_type: "llm",
        outputs: {
          usage_metadata: {
            input_tokens: 1000,
            output_tokens: 50,
            total_tokens: 1050,
            input_token_details: { cache_read: 400 },
            total_cost: 0.25,
          },
        },
        extra: {
          metadata: { ls_provider: "anthropic", ls_model_name: "big-2026", prompt: "orchestrator/prompt@1" },
        },
      },
    ]);
    expect(named("ec2:TerminateInstances")).toMatchObject([
      {
        run_type: "tool",
        error: "denied-by-mandate: mutates",
        inputs: {},
        extra: { metadata: { decision: "denied" } },
      },
    ]);
    expect(named("attempt 2")).toMatchObject([
      {
        run_type: "chain",
        inputs: { code: expect.stringContaining("describe_instances") },
        outputs: { output: { Tags: expect.anything() } },
        extra: { metadata: { iteration: 1, step: 1, attempt: 2, status: "ran" } },
      },
    ]);
  });

  it("sends in several requests where the server takes few at a time", async () => {
    await using server = await startLangSmithServer({ sizeLimit: 5 });
    await sinkFor(server.url).send(trace, never);
    expect(server.requests.filter(({ path }) => path === "/runs/multipart")).toHaveLength(
      Math.ceil(spans.length / 5),
    );
    expect(server.runs()).toHaveLength(spans.length);
  });

  it("gives the same ids whenever the run is told", async () => {
    await using first = await startLangSmithServer();
    await using second = await startLangSmithServer({});
    await sinkFor(first.url).send(trace, never);
    await sinkFor(second.url).send(trace, never);
    expect(second.runs().map((run) => run["id"])).toEqual(first.runs().map((run) => run["id"]));
  });

  it("takes it for sent where the server has it already", async () => {
    await using server = await startLangSmithServer({ status: 409 });
    expect((await sinkFor(server.url).send(trace, never)).kind).toBe("sent");
  });

  it("applies the redactor once more to inputs, outputs, errors and metadata", async () => {
    await using server = await startLangSmithServer();
    await sinkFor(server.url, { redact: (text) => text.replaceAll("web-1", "***") }).send(trace, never);
    const bodies = server.requests.map(({ body }) => body).join("");
    expect(bodies).toContain("***");
    expect(bodies).not.toContain("web-1");
  });

  it("lets no variable of the environment say where, as whom and what besides", async () => {
    await using ambient = await startLangSmithServer();
    await using server = await startLangSmithServer();
    const variables = {
      LANGSMITH_ENDPOINT: ambient.url,
      LANGSMITH_API_KEY: "ambient-key",
      LANGSMITH_WORKSPACE_ID: "ambient-workspace",
      LANGSMITH_PROJECT: "ambient-project",
      LANGSMITH_TRACING: "true",
      LANGSMITH_TRACING_MODE: "otel",
      LANGSMITH_TRACING_SAMPLING_RATE: "0",
      LANGSMITH_HIDE_INPUTS: "true",
      LANGSMITH_DEBUG: "true",
      LANGCHAIN_REVISION_ID: "ambient-revision",
      LANGSMITH_NOTE: "ambient-note",
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const log = vi.spyOn(console, "log");
    await sinkFor(server.url).send(trace, never);
    expect(ambient.requests).toEqual([]);
    expect(server.runs()).toHaveLength(spans.length);
    expect(server.requests.map(({ headers }) => headers["x-api-key"])).toEqual(["the-key", "the-key"]);
    expect(server.requests.map(({ headers, body }) => JSON.stringify(headers) + body).join("")).not.toContain(
      "ambient",
    );
    expect(log).not.toHaveBeenCalled();
  });
});

describe("a LangSmith that is not well", () => {
  it.each([
    [401, "answered 401"],
    [429, "answered 429"],
    [500, "answered 500"],
    [302, "answered 302"],
  ])("answers %i: one try, words, no noise", async (status, why) => {
    const noise = [vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
    await using server = await startLangSmithServer({ status });
    const sent = await sinkFor(server.url).send(trace, never);
    expect(sent).toMatchObject({ kind: "failed", why: expect.stringContaining(why) });
    expect(JSON.stringify(sent)).not.toContain("the-key");
    expect(server.requests.filter(({ method }) => method === "POST")).toHaveLength(1);
    for (const spy of noise) expect(spy).not.toHaveBeenCalled();
  });

  it("is not there: one try, at once", async () => {
    const gone = await listen(createServer());
    await gone.close();
    const noise = vi.spyOn(console, "warn");
    const started = performance.now();
    const sent = await sinkFor(gone.url).send(trace, never);
    expect(sent).toMatchObject({
      kind: "failed",
      why: expect.stringContaining("cannot be reached (ECONNREFUSED)"),
    });
    expect(performance.now() - started).toBeLessThan(1500);
    expect(noise).not.toHaveBeenCalled();
  });

  it("hangs: given up after a moment, or when the process ends", async () => {
    await using server = await startLangSmithServer({ status: "hang" });
    const started = performance.now();
    const sent = await sinkFor(server.url, { milliseconds: 200 }).send(trace, never);
    expect(sent).toMatchObject({ kind: "failed", why: expect.stringContaining("did not answer in time") });
    const stopped = await sinkFor(server.url).send(trace, AbortSignal.timeout(200));
    expect(stopped).toMatchObject({ kind: "failed", why: expect.stringContaining("did not answer in time") });
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
