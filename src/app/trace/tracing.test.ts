import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { digestOf } from "../../core/json/digest.ts";
import type { EventBody } from "../../core/event.ts";
import { createMemoryStore } from "../../testing/memory-store.ts";
import { listen } from "../../testing/trace-sinks/listen.ts";
import { startLangSmithServer } from "../../testing/trace-sinks/langsmith-server.ts";
import { startOtlpServer } from "../../testing/trace-sinks/otlp-server.ts";
import { exchanged, planted, tracedRun } from "../../testing/traced-run.ts";
import { readSettings } from "../config.ts";
import type { SettingsOptions } from "../config.ts";
import { tracedStore } from "./traced-store.ts";
import { openWorkshop } from "../workshop.ts";
import { Tracing } from "./tracing.ts";

const now = () => new Date("2026-11-21T10:00:00.000Z");

/** Settings from a configuration file with this text, and an environment. */
function settingsOf(
  configuration: string,
  environment: Record<string, string> = {},
  options: SettingsOptions = {},
) {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-tracing-"));
  mkdirSync(join(folder, "nephoscope"));
  writeFileSync(join(folder, "nephoscope", "config.yaml"), configuration);
  return readSettings({ home: folder, ...options }, { XDG_CONFIG_HOME: folder, ...environment });
}

/** A run that goes through a traced store, as every job's does. */
async function runThrough({
  configuration,
  environment = {},
  options = {},
  flushSeconds = 3,
}: {
  configuration: string;
  environment?: Record<string, string>;
  options?: SettingsOptions;
  flushSeconds?: number;
}) {
  const said: string[] = [];
  const inner = createMemoryStore();
  for (const body of exchanged) await inner.putBody(digestOf(body), body);
  const settings = settingsOf(configuration, environment, options);
  const started = performance.now();
  const marks = { run: 0, end: 0 };
  {
    await using tracing = new Tracing({
      settings,
      store: inner,
      now,
      report: (line) => said.push(line),
      flushSeconds,
    });
    const store = tracedStore(inner, (run) => tracing.begin(run));
    for (const body of tracedRun()) await store.append("run-1", now().toISOString(), body);
    marks.run = performance.now() - started;
  }
  marks.end = performance.now() - started;
  return { said, store: inner, ...marks };
}

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe("tracing", () => {
  it("sends nothing at all where nothing is configured, whatever the environment says", async () => {
    await using langsmith = await startLangSmithServer();
    await using otlp = await startOtlpServer();
    const environment = {
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "key",
      LANGSMITH_ENDPOINT: langsmith.url,
      LANGCHAIN_TRACING_V2: "true",
      OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
      OTEL_ENABLED: "true",
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const fetched = vi.spyOn(globalThis, "fetch");
    const { said, store } = await runThrough({ configuration: "", environment });
    expect(fetched).not.toHaveBeenCalled();
    expect([...langsmith.requests, ...otlp.requests, ...said]).toEqual([]);
    expect(await store.audit.entries({ kind: "export" })).toEqual([]);
  });

  it("sends a run to both systems when it has ended, without any secret that was planted in it", async () => {
    await using langsmith = await startLangSmithServer();
    await using otlp = await startOtlpServer();
    const { said, store } = await runThrough({
      configuration: `tracing:
  langsmith: {project: ops, endpoint: "${langsmith.url}", tags: [team-a], contents: true}
  otlp: {endpoint: "${otlp.url}", headersVariable: COLLECTOR_HEADERS, contents: true}
`,
      environment: {
        LANGSMITH_API_KEY: planted.langsmithKey,
        COLLECTOR_HEADERS: `x-key=${planted.headerKey}`,
      },
    });
    expect(said).toEqual([]);
    const bodies = [...langsmith.requests, ...otlp.requests].map(({ body }) => body).join("\n");
    // It did go out: what is no secret is there.
    for (const text of ["web-1 slow", "describe_instances", "You plan.", "Nothing is wrong with web-1"])
      expect(bodies).toContain(text);
    const leaked = Object.entries(planted).filter(([, secret]) => bodies.includes(secret));
    expect(leaked).toEqual([]);
    // The keys go where they belong, and nowhere else.
    expect(langsmith.requests.map(({ headers }) => headers["x-api-key"])).toEqual(
      langsmith.requests.map(() => planted.langsmithKey),
    );
    expect(otlp.requests.map(({ headers }) => headers["x-key"])).toEqual([planted.headerKey]);
    expect(langsmith.runs()).toHaveLength(14);
    expect(otlp.spans()).toHaveLength(14);
    // That it left the machine stands in the audit log.
    expect(await store.audit.entries({ kind: "export" })).toMatchObject([
      { run: "run-1", body: { what: "run", to: expect.stringContaining("127.0.0.1") } },
      { run: "run-1", body: { what: "run", to: expect.stringContaining("127.0.0.1") } },
    ]);
  });

  it("keeps prompts and answers at home unless contents are wanted", async () => {
    await using langsmith = await startLangSmithServer();
    await runThrough({
      configuration: `tracing: {langsmith: {endpoint: "${langsmith.url}"}}`,
      environment: { LANGSMITH_API_KEY: "some-key-of-mine" },
    });
    const bodies = langsmith.requests.map(({ body }) => body).join("\n");
    expect(bodies).toContain("describe_instances");
    expect(bodies).not.toContain("You plan.");
  });

  it("a system that hangs delays no run, and the end of the process by a moment only", async () => {
    await using langsmith = await startLangSmithServer({ status: "hang" });
    await using otlp = await startOtlpServer({ status: "hang" });
    const { said, run, end } = await runThrough({
      configuration: `tracing: {langsmith: {endpoint: "${langsmith.url}"}, otlp: {endpoint: "${otlp.url}"}}`,
      environment: { LANGSMITH_API_KEY: "some-key-of-mine" },
      flushSeconds: 0.5,
    });
    expect(run).toBeLessThan(400);
    expect(end).toBeGreaterThan(450);
    expect(end).toBeLessThan(1500);
    expect(said).toEqual([
      expect.stringMatching(
        /^not traced: LangSmith 127.*did not answer in time; nephoscope runs trace run-1 /,
      ),
      expect.stringMatching(/^not traced: OTLP 127.*did not answer in time; nephoscope runs trace run-1 /),
    ]);
  });

  it("a system that is not there is told in one line, at once", async () => {
    const gone = await listen(createServer());
    await gone.close();
    const { said, end } = await runThrough({
      configuration: `tracing: {langsmith: {endpoint: "${gone.url}"}}`,
      environment: { LANGSMITH_API_KEY: "some-key-of-mine" },
    });
    expect(said).toEqual([expect.stringContaining("cannot be reached (ECONNREFUSED)")]);
    expect(end).toBeLessThan(2500);
  });

  it("a key that is not set is told, and nothing is sent", async () => {
    await using langsmith = await startLangSmithServer();
    const { said } = await runThrough({
      configuration: `tracing: {langsmith: {endpoint: "${langsmith.url}", keyVariable: MY_KEY}}`,
      environment: { LANGSMITH_API_KEY: "not-this-one" },
    });
    expect(said).toEqual([expect.stringContaining("LangSmith: MY_KEY is not set")]);
    expect(langsmith.requests).toEqual([]);
  });

  it("every run of a workshop is sent, before its store is closed, also one that fails", async () => {
    await using otlp = await startOtlpServer();
    const settings = settingsOf(`tracing: {otlp: {endpoint: "${otlp.url}"}}`);
    const said: string[] = [];
    const failed: EventBody = {
      kind: "run-end",
      status: "failed",
      errors: [{ code: "credentials", message: "No keys." }],
      ms: 1,
    };
    {
      await using workshop = openWorkshop({ settings, now, report: (line) => said.push(line) });
      for (const body of [...tracedRun().slice(0, 5), failed])
        await workshop.store().append("run-2", now().toISOString(), body);
    }
    expect(said).toEqual([]);
    expect(
      otlp
        .spans()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(["chat big", "chat big", "invoke_agent nephoscope", "iteration 1"]);
    expect(otlp.spans()[0]?.status.code).toBe(2);
  });

  it("--trace off sends nothing, and names choose among what is configured", async () => {
    await using langsmith = await startLangSmithServer();
    await using otlp = await startOtlpServer();
    const configuration = `tracing: {langsmith: {endpoint: "${langsmith.url}"}, otlp: {endpoint: "${otlp.url}"}}`;
    const environment = { LANGSMITH_API_KEY: "some-key-of-mine" };
    await runThrough({ configuration, environment, options: { trace: ["off"] } });
    expect([...langsmith.requests, ...otlp.requests]).toEqual([]);
    await runThrough({ configuration, environment, options: { trace: ["otlp"] } });
    expect(langsmith.requests).toEqual([]);
    expect(otlp.spans()).toHaveLength(14);
  });

  it("knows LangSmith without a file, and asks for an endpoint of OTLP", () => {
    expect(settingsOf("", {}, { trace: ["langsmith"] }).tracing).toEqual({
      langsmith: {
        project: "nephoscope",
        endpoint: "https://api.smith.langchain.com",
        keyVariable: "LANGSMITH_API_KEY",
        tags: [],
        contents: false,
      },
    });
    expect(() => settingsOf("", {}, { trace: ["otlp"] })).toThrow("No OTLP endpoint is configured.");
    // As it comes from a command line.
    const typed = JSON.parse('["langsmit"]') as ["langsmith"];
    expect(() => settingsOf("", {}, { trace: typed })).toThrow('"langsmit" is no tracing system.');
    expect(() => settingsOf("tracing: {otlp: {endpoint: 'ftp://x'}}")).toThrow(/endpoint/);
    expect(() => settingsOf("tracing: {langsmith: {projekt: x}}")).toThrow(/projekt/);
  });
});
