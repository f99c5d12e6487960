import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunRecord } from "../../src/core/record/record.ts";
import { commandLine } from "./command-line.ts";
import { simulatorWith } from "./simulator.ts";

/** A server on loopback that answers every request alike. */
async function serverThat(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { endpoint: `http://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

const words = (endpoint: string, text = "why does web-1 time out?") => [
  "ask",
  text,
  "--offline",
  "--json",
  "--endpoint-url",
  endpoint,
  "--region",
  "us-east-1",
];

describe("wrong input ends in a clear message and a record, in bounded time", () => {
  it.each([
    [["ask"]],
    [["ask", "   "]],
    [["ask", "why", "is", "it"]],
    [["ask", "x", "--timeout", "soon"]],
    [["ask", "x", "--offline", "--model", "local"]],
    [
      [
        "ask",
        "x",
        "--offline",
        "--services",
        "ec",
        "--region",
        "us-east-1",
        "--endpoint-url",
        "http://127.0.0.1:9",
      ],
    ],
    [["ask", "x", "--max-attempts", "0"]],
    [["ask", "x", "--since", "1h", "--until", "2h"]],
    [["explain", "path", "--from", "a", "--to", "b"]],
    [["explain", "access", "--principal", "", "--action", "s3:GetObject", "--resource", "*"]],
    [["runs", "show", "nosuchrun"]],
    [["prompts", "render", "coder/write", "--set", "task=@/nonexistent"]],
    [["simulate", "start", "--port", "99999"]],
    [["nosuch"]],
  ])("%j is wrong usage", async (wrong) => {
    using line = commandLine();
    const ended = await line.run(wrong);
    expect(ended.code).toBe(2);
    expect(ended.stderr.trim()).not.toBe("");
    expect(ended.stderr).not.toContain("bug");
    expect(ended.stdout).toBe("");
  });

  it("nothing of it is called a bug: a home that is a file", async () => {
    using line = commandLine();
    const taken = join(line.home, "taken");
    writeFileSync(taken, "");
    using other = commandLine({ NEPHOSCOPE_HOME: taken });
    const ended = await other.run(["simulate", "start"]);
    expect(ended.code).toBe(5);
    expect(ended.stderr).toContain("taken/simulators: a part of the path is a file");
    expect(ended.stderr).not.toContain("    at ");
  });

  it("a dead endpoint", async () => {
    using line = commandLine();
    const ended = await line.run(words("http://127.0.0.1:9"));
    expect(ended.code).toBe(5);
    const record = RunRecord.parse(JSON.parse(ended.stdout));
    expect(record.status).toBe("failed");
    expect(record.errors[0]?.message).toContain("127.0.0.1:9");
    expect(record.errors[0]?.next).toBeTruthy();
    // What is exported of it says why it ended, and shows no empty tables.
    const folder = join(line.home, "exported");
    await line.run(["runs", "export", record.id, "--out", folder]);
    for (const name of ["report.md", "report.html"]) {
      const report = readFileSync(join(folder, name), "utf8");
      expect(report).toContain("127.0.0.1:9");
      expect(report).toContain("Why it ended");
      expect(report).not.toMatch(/Steps|Calls/);
    }
  });

  it("no credentials", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using line = commandLine({
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_EC2_METADATA_DISABLED: "true",
      HOME: "/nonexistent",
    });
    const ended = await line.run(words(simulator.endpoint));
    expect(ended.code).toBe(3);
    expect(RunRecord.parse(JSON.parse(ended.stdout)).errors[0]?.code).toBe("credentials");
  });

  it("an endpoint that answers 500 to everything", async () => {
    using server = await serverThat((_request, response) => response.writeHead(500).end("<html>oops</html>"));
    using line = commandLine();
    const ended = await line.run(words(server.endpoint));
    expect(ended.code).toBe(5);
    expect(RunRecord.parse(JSON.parse(ended.stdout)).status).toBe("failed");
    expect(ended.ms).toBeLessThan(60_000);
  });

  it("an endpoint that throttles every call", async () => {
    using server = await serverThat((_request, response) =>
      response
        .writeHead(400, { "content-type": "text/xml" })
        .end(
          "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error><RequestId>1</RequestId></ErrorResponse>",
        ),
    );
    using line = commandLine();
    const ended = await line.run(words(server.endpoint));
    expect(ended.code).toBe(5);
    expect(RunRecord.parse(JSON.parse(ended.stdout)).status).toBe("failed");
    expect(ended.ms).toBeLessThan(60_000);
  });

  it("something that does not exist", async () => {
    await using simulator = await simulatorWith("demo.yaml", "shop");
    using line = commandLine();
    const ended = await line.run(words(simulator.endpoint, "why can nobody reach the instance quux-17?"));
    const record = RunRecord.parse(JSON.parse(ended.stdout));
    expect(record.answer.verdict).toBe("inconclusive");
    expect(record.answer.summary).toContain("quux-17");
    expect(ended.code).toBe(0);
  });
});
