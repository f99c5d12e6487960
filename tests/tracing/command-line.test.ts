import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { digestOf } from "../../src/core/json/digest.ts";
import { createSqliteStore } from "../../src/store/sqlite-store.ts";
import { listen } from "../../src/testing/trace-sinks/listen.ts";
import { startLangSmithServer } from "../../src/testing/trace-sinks/langsmith-server.ts";
import { startOtlpServer } from "../../src/testing/trace-sinks/otlp-server.ts";
import { exchanged, planted, tracedRun } from "../../src/testing/traced-run.ts";

const home = mkdtempSync(join(tmpdir(), "nephoscope-trace-home-"));
const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

beforeAll(async () => {
  await using store = createSqliteStore({ file: join(home, "nephoscope.db") });
  for (const body of exchanged) await store.putBody(digestOf(body), body);
  for (const body of tracedRun()) await store.append("run-1", "2026-11-21T10:00:00.000Z", body);
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** The command line in a process of its own, with this configuration and these variables. */
async function nephoscope(
  words: readonly string[],
  configuration: string,
  environment: Record<string, string> = {},
): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), "nephoscope-trace-config-"));
  mkdirSync(join(folder, "nephoscope"));
  writeFileSync(join(folder, "nephoscope", "config.yaml"), configuration);
  const started = performance.now();
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env["PATH"], XDG_CONFIG_HOME: folder, NEPHOSCOPE_HOME: home, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (out.stderr += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, ...out, ms: performance.now() - started };
}

describe("nephoscope runs trace", () => {
  it("sends a stored run to the configured systems, and says so", async () => {
    await using langsmith = await startLangSmithServer();
    await using otlp = await startOtlpServer();
    const ended = await nephoscope(
      ["runs", "trace", "run-1", "--json"],
      `tracing: {langsmith: {endpoint: "${langsmith.url}", contents: true}, otlp: {endpoint: "${otlp.url}", contents: true}}`,
      { LANGSMITH_API_KEY: planted.langsmithKey, OTHER: planted.headerKey },
    );
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(ended.stdout)).toEqual({
      run: "run-1",
      sent: [
        { kind: "sent", to: "LangSmith (nephoscope)", spans: 14 },
        { kind: "sent", to: "OTLP", spans: 14 },
      ],
    });
    expect(langsmith.runs()).toHaveLength(14);
    expect(otlp.spans()).toHaveLength(14);
    const bodies = [...langsmith.requests, ...otlp.requests].map(({ body }) => body).join("\n");
    // The value of a variable that this process knows nothing of is an ordinary word.
    const { headerKey: _unknown, ...secrets } = planted;
    expect(Object.entries(secrets).filter(([, secret]) => bodies.includes(secret))).toEqual([]);
  });

  it("ends soon and in words where nobody is there", async () => {
    const gone = await listen(createServer());
    await gone.close();
    const ended = await nephoscope(
      ["runs", "trace", "run-1"],
      `tracing: {langsmith: {endpoint: "${gone.url}"}}`,
      {
        LANGSMITH_API_KEY: "some-key-of-mine",
      },
    );
    expect(ended.code).toBe(1);
    expect(ended.stdout).toMatch(/LangSmith: 127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/);
    expect(ended.stdout + ended.stderr).not.toMatch(/some-key|LANGSMITH\]|Error/);
    expect(ended.ms).toBeLessThan(15_000);
  });

  it("says what to configure where nothing is, and sends nothing", async () => {
    await using ambient = await startLangSmithServer();
    const variables = {
      LANGSMITH_TRACING: "true",
      LANGSMITH_API_KEY: "key",
      LANGSMITH_ENDPOINT: ambient.url,
    };
    const ended = await nephoscope(["runs", "trace", "run-1"], "", variables);
    expect(ended.code).not.toBe(0);
    expect(ended.stderr).toMatch(/No tracing system is configured[^]*--trace langsmith/);
    expect(ambient.requests).toEqual([]);
  });
});

describe("nephoscope runs export --exchanges", () => {
  it("has the text of exchanges", async () => {
    const folder = mkdtempSync(join(tmpdir(), "nephoscope-export-"));
    const { stdout } = await nephoscope(
      ["runs", "export", "run-1", "--out", folder, "--exchanges", "--json"],
      "",
    );
    expect(readdirSync(join(folder, "exchanges"))).toHaveLength(6);
    expect(JSON.parse(stdout)).toMatchObject({
      id: "run-1",
      exchanges: [{ role: "router", messages: exchanged[0], answer: exchanged[1] }, {}, {}, {}, {}, {}],
    });
  });
});
