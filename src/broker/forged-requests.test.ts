import { describe, expect, it } from "vitest";
import { startBroker } from "../testing/broker-harness.ts";
import { jsonResponse } from "../testing/fake-source.ts";
import { defaultBrokerLimits } from "./broker.ts";

const good = "Host: garden.north.example\r\nX-Operation: garden.ListPlants\r\n";
const body = "Content-Length: 2\r\n\r\n{}";

const forged = [
  { what: "absolute form", text: `POST http://elsewhere.example/ HTTP/1.1\r\n${good}${body}`, status: 400 },
  {
    what: "absolute form of the right host",
    text: `POST https://garden.north.example/ HTTP/1.1\r\n${good}${body}`,
    status: 400,
  },
  {
    what: "CONNECT",
    text: "CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n",
    status: 0,
  },
  { what: "asterisk form", text: `OPTIONS * HTTP/1.1\r\n${good}\r\n`, status: 400 },
  {
    what: "an upgrade",
    text: `POST / HTTP/1.1\r\n${good}Connection: Upgrade\r\nUpgrade: websocket\r\n${body}`,
    status: 400,
  },
  {
    what: "an upgrade to HTTP/2",
    text: `POST / HTTP/1.1\r\n${good}Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n${body}`,
    status: 400,
  },
  { what: "HTTP/2 with prior knowledge", text: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", status: 400 },
  {
    what: "both lengths",
    text: `POST / HTTP/1.1\r\n${good}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}`,
    status: 400,
  },
  {
    what: "two lengths",
    text: `POST / HTTP/1.1\r\n${good}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
    status: 400,
  },
  {
    what: "a chunked encoding that is not last",
    text: `POST / HTTP/1.1\r\n${good}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    status: 400,
  },
  { what: "a folded header", text: `POST / HTTP/1.1\r\n${good} elsewhere\r\n${body}`, status: 400 },
  {
    what: "a space before the colon",
    text: `POST / HTTP/1.1\r\nHost : garden.north.example\r\n${body}`,
    status: 400,
  },
  {
    what: "a bare line feed in a header",
    text: `POST / HTTP/1.1\r\n${good}X-A: b\nX-Operation: garden.WaterPlant\r\n${body}`,
    status: 400,
  },
  {
    what: "two hosts",
    text: `POST / HTTP/1.1\r\n${good}Host: weather.north.example\r\n${body}`,
    status: 400,
  },
  { what: "no host", text: `POST / HTTP/1.1\r\nX-Operation: garden.ListPlants\r\n${body}`, status: 400 },
  {
    what: "a host of nobody",
    text: `POST / HTTP/1.1\r\nHost: garden.north.evil\r\nX-Operation: garden.ListPlants\r\n${body}`,
    status: 403,
  },
  {
    what: "two operations",
    text: `POST / HTTP/1.1\r\n${good}X-Operation: garden.WaterPlant\r\n${body}`,
    status: 403,
  },
  {
    what: "an operation of another service",
    text: `POST / HTTP/1.1\r\nHost: garden.north.example\r\nX-Operation: weather.ReadLog\r\n${body}`,
    status: 403,
  },
  {
    what: "headers without end",
    text: `POST / HTTP/1.1\r\n${good}X-Pad: ${"x".repeat(40_000)}\r\n${body}`,
    status: 400,
  },
  {
    what: "very many headers",
    text: `POST / HTTP/1.1\r\n${good}${"X-A: b\r\n".repeat(150)}${body}`,
    status: 431,
  },
  {
    what: "a body over the limit",
    text: `POST / HTTP/1.1\r\n${good}Content-Length: 5000\r\n\r\n${"x".repeat(5000)}`,
    status: 413,
  },
  {
    what: "a chunked body over the limit",
    text: `POST / HTTP/1.1\r\n${good}Transfer-Encoding: chunked\r\n\r\n1388\r\n${"x".repeat(5000)}\r\n0\r\n\r\n`,
    status: 413,
  },
  { what: "no HTTP at all", text: "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", status: 400 },
];

const start = () =>
  startBroker(() => jsonResponse(200, { plants: [] }), {
    limits: { ...defaultBrokerLimits, requestBytes: 2000 },
  });

describe("forged requests", () => {
  it.each(forged)("$what never reaches the cloud", async ({ text, status }) => {
    await using harness = await start();
    const answer = await harness.raw(text);
    expect(harness.source.reached).toEqual([]);
    expect(harness.calls.filter((call) => call.decision === "allowed")).toEqual([]);
    expect(Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)).toBe(status);
  });

  it("the request that they are made from does reach it", async () => {
    await using harness = await start();
    expect(await harness.raw(`POST / HTTP/1.1\r\n${good}${body}`)).toContain("200 OK");
    expect(harness.source.reached).toHaveLength(1);
  });

  it("those that name no call are recorded as refused on the wire", async () => {
    await using harness = await start();
    await harness.raw(forged[0]?.text ?? "");
    await harness.raw(forged[15]?.text ?? "");
    expect(harness.calls).toMatchObject([
      { n: 1, decision: "denied", deniedBy: "wire", service: "unknown", status: 0 },
      { n: 2, decision: "denied", deniedBy: "wire" },
    ]);
  });

  it("a second request smuggled behind a first is judged by itself", async () => {
    await using harness = await start();
    const second = `POST / HTTP/1.1\r\nHost: garden.north.example\r\nX-Operation: garden.WaterPlant\r\n${body}`;
    await harness.raw(`POST / HTTP/1.1\r\n${good}${body}${second}`);
    expect(harness.source.reached.map((call) => call.operation)).toEqual(["ListPlants"]);
    expect(harness.calls).toMatchObject([
      { decision: "allowed" },
      { decision: "denied", deniedBy: "ceiling" },
    ]);
  });

  it("a stream is not served any more once the broker is closed", async () => {
    await using harness = await start();
    const socket = await harness.open();
    socket.on("error", () => undefined);
    await harness.broker[Symbol.asyncDispose]();
    socket.write(`POST / HTTP/1.1\r\n${good}${body}`);
    await new Promise((resolve) => socket.once("close", resolve));
    expect(harness.source.reached).toEqual([]);
  });
});
