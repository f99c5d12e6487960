import { createServer } from "node:http";
import type { RequestListener } from "node:http";
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
    [["ask", "x", "--timeout", "soon"]],
    [["ask", "x", "--since", "1h", "--until", "2h"]],
    [["explain", "path", "--from", "a", "--to", "b"]],
    [["runs", "show", "nosuchrun"]],
    [["nosuch"]],
  ])("%j is wrong usage", async (wrong) => {
    using line = commandLine();
    const ended = await line.run(wrong);
    expect(ended.code).toBe(2);
    expect(ended.stderr.trim()).not.toBe("");
    expect(ended.stderr).not.toContain("bug");
    expect(ended.stdout).toBe("");
  });

  it("a dead endpoint", async () => {
    using line = commandLine();
    const ended = await line.run(words("http://127.0.0.1:9"));
    expect(ended.code).toBe(5);
    const record = RunRecord.parse(JSON.parse(ended.stdout));
    expect(record.status).toBe("failed");
    expect(record.errors[0]?.message).toContain("127.0.0.1:9");
    expect(record.errors[0]?.next).toBeTruthy();
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
