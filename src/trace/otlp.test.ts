import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { listen } from "../testing/trace-sinks/listen.ts";
import { startOtlpServer } from "../testing/trace-sinks/otlp-server.ts";
import type { SeenSpan } from "../testing/trace-sinks/otlp-server.ts";
import { toldRun } from "../testing/told-run.ts";
import { exchanged, planted, tracedRun } from "../testing/traced-run.ts";
import { foldTrace } from "./fold-trace.ts";
import { otlpSink } from "./otlp.ts";
import type { Trace } from "./trace.ts";

const events = toldRun("r1", tracedRun());
const [told = null] = exchanged;
const trace: Trace = { run: "r1", spans: foldTrace(events, () => told) };
const never = new AbortController().signal;

function sinkFor(endpoint: string, more: { contents?: boolean; milliseconds?: number } = {}) {
  return otlpSink({
    endpoint,
    headers: { "x-collector-key": "the-key" },
    version: "1.2.3",
    contents: false,
    servedBy: (model) => ({ provider: "aws.bedrock", model: `${model}-2026` }),
    ...more,
  });
}

function attributesOf(span: SeenSpan | undefined): Record<string, unknown> {
  return Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
}

describe("the OTLP sink", () => {
  it("sends spans that a collector takes, one trace, each below its parent", async () => {
    await using server = await startOtlpServer();
    expect(await sinkFor(server.url).send(trace, never)).toEqual({
      kind: "sent",
      to: "OTLP",
      spans: trace.spans.length,
    });
    const spans = server.spans();
    expect(spans).toHaveLength(trace.spans.length);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    const ids = new Set(spans.map(({ spanId }) => spanId));
    expect(ids.size).toBe(spans.length);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined)).toHaveLength(1);
    for (const { parentSpanId, attributes, startTimeUnixNano, endTimeUnixNano } of spans) {
      if (parentSpanId !== undefined) expect(ids).toContain(parentSpanId);
      expect(new Set(attributes.map(({ key }) => key)).size).toBe(attributes.length);
      expect(BigInt(endTimeUnixNano) >= BigInt(startTimeUnixNano)).toBe(true);
    }
    expect(server.requests).toMatchObject([
      { path: "/v1/traces", headers: { "x-collector-key": "the-key", "content-type": "application/json" } },
    ]);
  });

  it("names things as the GenAI conventions do", async () => {
    await using server = await startOtlpServer();
    await sinkFor(server.url).send(trace, never);
    const find = (name: string) => server.spans().find((span) => span.name === name);
    expect(attributesOf(find("invoke_agent nephoscope"))).toMatchObject({
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.agent.name": "nephoscope",
      "gen_ai.conversation.id": "r1",
    });
    expect(find("chat big-2026")?.kind).toBe(3);
    expect(attributesOf(find("chat big-2026"))).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "aws.bedrock",
      "gen_ai.request.model": "big-2026",
      "gen_ai.usage.input_tokens": "1000",
      "gen_ai.usage.output_tokens": "50",
      "gen_ai.usage.cache_read.input_tokens": "400",
      "nephoscope.usd": 0.25,
    });
    expect(find("chat small-2026")).toMatchObject({ status: { code: 2 } });
    expect(attributesOf(find("chat small-2026"))["error.type"]).toBe("malformed");
    expect(attributesOf(find("execute_tool python"))).toMatchObject({
      "gen_ai.operation.name": "execute_tool",
      "gen_ai.tool.name": "python",
      "nephoscope.step": "1",
    });
    expect(attributesOf(find("ec2/DescribeInstances"))).toMatchObject({
      "rpc.system": "aws-api",
      "rpc.service": "ec2",
      "rpc.method": "DescribeInstances",
    });
  });

  it("sends contents only where they are wanted", async () => {
    await using without = await startOtlpServer();
    await using within = await startOtlpServer();
    await sinkFor(without.url).send(trace, never);
    await sinkFor(within.url, { contents: true }).send(trace, never);
    const texts = [
      /Why is web-1 slow/,
      /describe_instances\(\)/,
      /You plan\./,
      /Nothing is wrong/,
      /DbPassword/,
    ];
    for (const text of texts) {
      expect(JSON.stringify(without.spans())).not.toMatch(text);
      expect(JSON.stringify(within.spans())).toMatch(text);
    }
    // Not one of them, even before anything is redacted.
    for (const secret of Object.values(planted))
      expect(JSON.stringify(without.spans())).not.toContain(secret);
  });

  it.each([
    ["/", "/v1/traces"],
    ["/v1/traces", "/v1/traces"],
    ["", "/v1/traces"],
    ["/otlp/", "/otlp/v1/traces"],
  ])("posts below the endpoint %s", async (path, posted) => {
    await using server = await startOtlpServer();
    await sinkFor(`${server.url}${path}`).send(trace, never);
    expect(server.requests.map((request) => request.path)).toEqual([posted]);
  });

  it("sends many spans in several requests", async () => {
    await using server = await startOtlpServer();
    const [root] = trace.spans;
    const calls = Array.from({ length: 450 }, (_, n) => ({ ...trace.spans.at(-3)!, key: `call/x${n}` }));
    await sinkFor(server.url).send({ run: "r1", spans: root ? [root, ...calls] : [] }, never);
    expect(server.requests).toHaveLength(3);
    expect(server.spans()).toHaveLength(451);
  });

  it.each([
    [{ status: 401 }, "answered 401"],
    [{ status: 503 }, "answered 503"],
    [{ answer: '{"partialSuccess":{"rejectedSpans":"4","errorMessage":"no"}}' }, "rejected 4 spans"],
  ])("says that a collector did not take them: %o", async (options, why) => {
    await using server = await startOtlpServer(options);
    const sent = await sinkFor(server.url).send(trace, never);
    expect(sent).toMatchObject({ kind: "failed", why: expect.stringContaining(why) });
    expect(JSON.stringify(sent)).not.toContain("the-key");
    expect(server.requests).toHaveLength(1);
  });

  it("does not follow a collector that sends it elsewhere: the key in the header is not for others", async () => {
    await using elsewhere = await startOtlpServer();
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}/v1/traces` }).end();
    });
    const { url, close } = await listen(redirecting);
    const sent = await sinkFor(url).send(trace, never);
    await close();
    expect(sent).toMatchObject({ kind: "failed", why: expect.stringContaining("answered 307") });
    expect(elsewhere.requests).toEqual([]);
  });

  it("gives a collector up that hangs", async () => {
    await using server = await startOtlpServer({ status: "hang" });
    expect(await sinkFor(server.url, { milliseconds: 150 }).send(trace, never)).toMatchObject({
      kind: "failed",
      why: expect.stringContaining("did not answer in time"),
    });
  });
});
