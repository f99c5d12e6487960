import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { BrokerClient } from "../../../src/app/broker-process/broker-client.ts";
import { brokerServer } from "../../../src/app/broker-process/broker-server.ts";
import { createBroker } from "../../../src/broker/create-broker.ts";
import type { Broker, BrokerOptions } from "../../../src/broker/broker.ts";
import { defaultBrokerLimits } from "../../../src/broker/broker.ts";
import { digestOf } from "../../../src/core/json/digest.ts";
import { grantOf, startBroker } from "../../../src/testing/broker-harness.ts";
import { jsonResponse } from "../../../src/testing/fake-source.ts";

const places = { regions: ["north"], roleArns: [], includeBase: false };
const ceiling = { effects: ["pure", "logs", "costs"] as const, usd: 0.1 };

/** The broker behind its protocol, over a real socket; `sockets` are its connections, to be cut. */
async function overSocket(options: BrokerOptions) {
  const folder = mkdtempSync(join(tmpdir(), "broker-process-"));
  const path = join(folder, "broker.sock");
  const sockets = new Set<Socket>();
  const serve = brokerServer({
    ceiling: { ...ceiling, effects: [...ceiling.effects] },
    open: () =>
      Promise.resolve({
        account: options.account,
        identity: "gardener",
        region: options.region,
        targets: [{ account: options.account, region: options.region, identity: "gardener" }],
        unreached: [],
        broker: ({ calls, usd, ...needs }) =>
          createBroker({ ...options, ...needs, limits: { ...options.limits, calls, usd } }),
      }),
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    serve(socket);
  });
  server.listen(path);
  await once(server, "listening");
  const client = await BrokerClient.connect(path);
  const opened = await client.open(places);
  const remote = client.run(opened, options);
  const broker: Broker = {
    ...remote,
    [Symbol.asyncDispose]: async () => {
      await remote[Symbol.asyncDispose]();
      client[Symbol.dispose]();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return { broker, path, sockets, client, opened };
}

const kinds = [
  ["inline", createBroker],
  ["process", async (options: BrokerOptions) => (await overSocket(options)).broker],
] as const;

const echo = () => jsonResponse(200, { plants: ["rose"] });

describe.each(kinds)("a broker, %s", (_kind, make) => {
  it("forwards what is allowed, and records it before it answers", async () => {
    await using harness = await startBroker(echo, { lastCall: 41 }, make);
    const answer = await harness.call("garden.ListPlants");
    expect(answer).toMatchObject({ status: 200, body: '{"plants":["rose"]}' });
    expect(harness.calls).toMatchObject([{ n: 42, operation: "ListPlants", decision: "allowed" }]);
    expect(harness.calls[0]?.responseDigest).toBe(digestOf({ plants: ["rose"] }));
    expect(harness.responses[0]).toEqual({ plants: ["rose"] });
  });

  it("denies by the ceiling, the mandate and the policy, and sends nothing", async () => {
    await using harness = await startBroker(echo, {}, make);
    await harness.call("garden.WaterPlant", { plant: "mine/rose" });
    await harness.call("garden.ListPlants", {}, { region: "south" });
    const none = { Version: "2012-10-17", Statement: [] };
    await harness.call("garden.ListPlants", {}, { session: { grant: grantOf({ policy: none }) } });
    expect(harness.calls.map(({ deniedBy }) => deniedBy)).toEqual(["ceiling", "ceiling", "policy"]);
    expect(harness.source.reached).toEqual([]);
  });

  it("counts money and calls", async () => {
    await using harness = await startBroker(echo, { limits: { ...defaultBrokerLimits, calls: 3 } }, make);
    for (const plant of ["one", "two", "three"])
      await harness.call("weather.AskOracle", { plant: `mine/${plant}` });
    for (const plant of ["one", "two"])
      await harness.call("garden.DescribePlant", { plant: `mine/${plant}` });
    const limits = harness.calls.map(({ limit }) => limit);
    expect(limits).toEqual([undefined, undefined, "budget", undefined, "calls"]);
  });

  it("answers a repeated read from the record", async () => {
    await using harness = await startBroker(echo, {}, make);
    await harness.call("garden.ListPlants");
    await harness.call("garden.ListPlants");
    expect(harness.calls.map(({ cached }) => cached)).toEqual([false, true]);
    expect(harness.source.reached).toHaveLength(1);
  });

  it("redacts in the answer and on record alike", async () => {
    await using harness = await startBroker(() => jsonResponse(200, { password: "hunter2" }), {}, make);
    const answer = await harness.call("garden.DescribePlant", { plant: "mine/rose" });
    expect(answer.body).toBe('{"password":"«secret»"}');
    expect(harness.responses).toEqual([{ password: "«secret»" }]);
  });

  it("gives no answer that could not be recorded", async () => {
    const record = () => Promise.reject(new Error("the disk is full"));
    await using harness = await startBroker(echo, { record }, make);
    await expect(harness.call("garden.ListPlants")).rejects.toThrow();
  });

  it("refuses what is no HTTP", async () => {
    await using harness = await startBroker(echo, {}, make);
    expect(await harness.raw("not http\r\n\r\n")).toMatch(/^(HTTP\/1.1 400|$)/);
    expect(harness.source.reached).toEqual([]);
  });
});

describe("the process", () => {
  const kept: { made?: Awaited<ReturnType<typeof overSocket>> } = {};
  const remote = async (options: BrokerOptions) => (kept.made = await overSocket(options)).broker;

  it("allows no more than its own ceiling, whatever grant an agent sends", async () => {
    await using harness = await startBroker(echo, {}, remote);
    const wide = ["pure", "secret", "mutates"] as const;
    const grant = grantOf({
      ceiling: { effects: [...wide], usd: 9 },
      mandate: { accounts: ["mine"], regions: ["north"], effects: [...wide] },
    });
    await harness.call("garden.WaterPlant", { plant: "mine/rose" }, { session: { grant } });
    expect(harness.calls).toMatchObject([{ decision: "denied", deniedBy: "ceiling" }]);
  });

  it.each([
    ["a run that nobody told", { kind: "stream", run: "guessed", grant: grantOf(), step: 1, attempt: 1 }],
    ["another protocol", { kind: "hello", version: 99 }],
    ["what is no message", { hello: "world" }],
  ])("does not serve %s", async (_name, message) => {
    await using harness = await startBroker(echo, {}, remote);
    const socket = connect(kept.made?.path ?? "");
    socket.write(`${JSON.stringify(message)}\nGET / HTTP/1.1\r\nHost: garden.north.example\r\n\r\n`);
    const said: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => said.push(chunk));
    await once(socket, "close");
    expect(Buffer.concat(said).toString()).toBe("");
    expect(harness.calls).toEqual([]);
  });

  it("that dies is told to the run, once, with what to do", async () => {
    const failures: string[] = [];
    const onCredentialsFailure: NonNullable<BrokerOptions["onCredentialsFailure"]> = (error) =>
      void failures.push(`${error.code}: ${error.message}`);
    await using harness = await startBroker(echo, { onCredentialsFailure }, remote);
    await harness.call("garden.ListPlants");
    for (const socket of kept.made?.sockets ?? []) socket.destroy();
    await expect
      .poll(() => failures)
      .toEqual([expect.stringMatching(/^endpoint: The broker process is gone/)]);
    const { client } = kept.made ?? {};
    await expect(client?.open(places)).rejects.toThrow("The broker process is gone");
  });

  it("ends the runs of an agent that dies", async () => {
    const aborted = Promise.withResolvers<void>();
    const slow = (_call: unknown, signal: AbortSignal | undefined) =>
      new Promise<never>((_resolve, reject) => {
        signal?.addEventListener("abort", () => {
          aborted.resolve();
          reject(new Error("aborted"));
        });
      });
    await using harness = await startBroker(slow, {}, remote);
    const call = harness.call("garden.ListPlants").catch(() => undefined);
    await expect.poll(() => harness.source.reached.length).toBe(1);
    kept.made?.client[Symbol.dispose]();
    await aborted.promise;
    await call;
  });
});
