import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { grantOf, startBroker } from "../testing/broker-harness.ts";
import { jsonResponse } from "../testing/fake-source.ts";
import { defaultBrokerLimits } from "./broker.ts";

const echo = () => jsonResponse(200, { plants: ["rose"] });
const limits = (changes: Partial<typeof defaultBrokerLimits>) => ({
  limits: { ...defaultBrokerLimits, callSeconds: 2, ...changes },
});

describe("what one attempt may take", () => {
  it("no more pages of a list than the cap, and the record says so", async () => {
    let page = 0;
    await using harness = await startBroker(
      () => {
        page += 1;
        return jsonResponse(200, { plants: [], next: `t${page}` });
      },
      limits({ pages: 3 }),
    );
    await harness.call("garden.ListPlants");
    for (const token of ["t1", "t2", "t3"]) await harness.call("garden.ListPlants", { token });
    expect(harness.source.reached).toHaveLength(3);
    expect(harness.calls.map(({ decision, page: at }) => [decision, at?.first, at?.more])).toEqual([
      ["allowed", 1, true],
      ["allowed", 1, true],
      ["allowed", 1, true],
      ["denied", undefined, undefined],
    ]);
    expect(harness.calls.at(-1)).toMatchObject({ deniedBy: "ceiling", limit: "pages" });
    expect(harness.calls.at(-1)?.reason).toContain("3 pages");
    // Another list is not part of it.
    expect((await harness.call("garden.ListPlants", { shade: true })).status).toBe(200);
  });

  it("no more calls a second than the pace, after a first burst", async () => {
    await using harness = await startBroker(echo, limits({ callsPerSecond: 1, burst: 4 }));
    const session = { grant: grantOf(), step: 1, attempt: 1 };
    const socket = await harness.open(session);
    for (let index = 0; index < 8; index += 1) {
      const body = JSON.stringify({ plant: `mine/${index}` });
      socket.write(
        `POST / HTTP/1.1\r\nHost: garden.north.example\r\nX-Operation: garden.DescribePlant\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      );
      const [answer] = (await once(socket, "data")) as [Buffer];
      expect(answer.toString("latin1")).toContain("200 OK");
    }
    socket.destroy();
    // The harness notes waits instead of waiting: four calls are free, each later one is due a second after the one before.
    expect(harness.waits).toHaveLength(4);
    expect(Math.max(...harness.waits)).toBeGreaterThan(2500);
    expect(Math.max(...harness.waits)).toBeLessThanOrEqual(4000);
  });

  it("no more streams at once than the cap; a closed one makes room", async () => {
    await using harness = await startBroker(echo, limits({ streams: 3 }));
    const session = { grant: grantOf(), step: 1, attempt: 1 };
    const open = [await harness.open(session), await harness.open(session), await harness.open(session)];
    const fourth = await harness.open(session);
    fourth.on("error", () => undefined);
    if (!fourth.destroyed) await once(fourth, "close");
    open[0]?.destroy();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const again = await harness.open(session);
    again.write(
      "POST / HTTP/1.1\r\nHost: garden.north.example\r\nX-Operation: garden.ListPlants\r\nContent-Length: 2\r\n\r\n{}",
    );
    const [answer] = (await once(again, "data")) as [Buffer];
    expect(answer.toString("latin1")).toContain("200 OK");
    for (const socket of [...open, again]) socket.destroy();
  });

  it("no more bytes of requests in memory than the cap, and what was given back counts no more", async () => {
    await using harness = await startBroker(echo, limits({ heldBytes: 3000 }));
    const body = (size: number) => ({ plant: "mine/rose", pad: "x".repeat(size) });
    for (let index = 0; index < 5; index += 1)
      expect((await harness.call("garden.DescribePlant", body(2000 + index))).status).toBe(200);
    expect((await harness.call("garden.DescribePlant", body(4000))).status).toBe(429);
    expect(harness.source.reached).toHaveLength(5);
  });

  it("no longer for a body than a call may take", async () => {
    await using harness = await startBroker(echo, limits({ callSeconds: 0.2 }));
    const socket = await harness.open();
    socket.on("error", () => undefined);
    socket.write(
      "POST / HTTP/1.1\r\nHost: garden.north.example\r\nX-Operation: garden.ListPlants\r\nContent-Length: 10\r\n\r\n{",
    );
    const drip = setInterval(() => socket.write(" "), 150);
    const start = performance.now();
    await once(socket, "close");
    clearInterval(drip);
    expect(performance.now() - start).toBeLessThan(1500);
    expect(harness.source.reached).toEqual([]);
  });
});

describe("what a run may take", () => {
  it("no longer for retries than their time", async () => {
    const slow = () => jsonResponse(400, { error: { code: "SlowDown", message: "" } });
    await using harness = await startBroker(slow, limits({ retrySeconds: 0.35 }));
    for (const plant of ["a", "b", "c"])
      await harness.call("garden.DescribePlant", { plant: `mine/${plant}` });
    // 100 + 200 ms are waited for the first, then there is no time for another 100.
    expect(harness.waits).toEqual([100, 200]);
    expect(harness.source.reached).toHaveLength(5);
  });

  it("no more than half of its time for retries, whatever each service may take", async () => {
    const slow = () => jsonResponse(400, { error: { code: "SlowDown", message: "" } });
    await using harness = await startBroker(slow, { ...limits({}), seconds: 0.7 });
    await harness.call("garden.ListPlants");
    await harness.call("weather.ReadLog");
    expect(harness.waits).toEqual([100, 200]);
  });

  it("a call refused for money or number says which limit it was", async () => {
    await using poor = await startBroker(echo, limits({ usd: 0.01 }));
    await poor.call("weather.AskOracle");
    expect(poor.calls).toMatchObject([{ decision: "denied", deniedBy: "ceiling", limit: "budget" }]);
    await using idle = await startBroker(echo, limits({ calls: 0 }));
    await idle.call("garden.ListPlants");
    expect(idle.calls).toMatchObject([{ decision: "denied", limit: "calls" }]);
  });

  it("what was paid for once is not paid for again", async () => {
    await using harness = await startBroker(echo);
    await harness.call("weather.AskOracle");
    await harness.call("weather.AskOracle");
    expect(harness.source.reached).toHaveLength(1);
    expect(harness.broker.spent().usd).toBeCloseTo(0.04);
  });
});

describe("an answer that one grant could read", () => {
  const narrower = [
    {
      what: "policy",
      grant: { policy: { Statement: [{ Effect: "Allow", Action: "garden:*", Resource: "mine/oak" }] } },
    },
    {
      what: "policy by a denial",
      grant: {
        policy: {
          Statement: [
            { Effect: "Allow", Action: "*", Resource: "*" },
            { Effect: "Deny", Action: "garden:DescribePlant", Resource: "mine/rose" },
          ],
        },
      },
    },
    { what: "ceiling", grant: { ceiling: { effects: ["logs" as const], usd: 0 } } },
    {
      what: "mandate",
      grant: { mandate: { accounts: ["other"], regions: ["north"], effects: ["pure" as const] } },
    },
    {
      what: "list of services",
      grant: { ceiling: { effects: ["pure" as const], services: ["weather"], usd: 0 } },
    },
  ];
  it.each(narrower)("is not served to a narrower $what", async ({ grant }) => {
    await using harness = await startBroker(echo);
    const read = { plant: "mine/rose" };
    expect((await harness.call("garden.DescribePlant", read)).status).toBe(200);
    const second = { session: { grant: grantOf(grant), step: 1, attempt: 2 } };
    const answer = await harness.call("garden.DescribePlant", read, second);
    expect([answer.status, answer.body.includes('rose"]')]).toEqual([403, false]);
    expect(harness.calls.at(-1)).toMatchObject({ decision: "denied", cached: false });
    expect(harness.calls.at(-1)?.responseDigest).toBeUndefined();
  });

  it("is not served from an earlier process either", async () => {
    await using before = await startBroker(echo);
    await before.call("garden.DescribePlant", { plant: "mine/rose" });
    const recorded = before.calls.map((call, index) => ({
      call,
      cacheKey: '{"plant":"mine/rose"}',
      response: before.responses[index] ?? null,
    }));
    await using harness = await startBroker(echo, { recorded, lastCall: 1 });
    const policy = { Statement: [{ Effect: "Allow", Action: "garden:ListPlants", Resource: "*" }] };
    const session = { grant: grantOf({ policy }), step: 2, attempt: 1 };
    expect((await harness.call("garden.DescribePlant", { plant: "mine/rose" }, { session })).status).toBe(
      403,
    );
    expect(harness.calls).toMatchObject([{ decision: "denied", deniedBy: "policy" }]);
  });
});

describe("a target whose owner only the cloud can tell", () => {
  const read = { plant: "mine/rose" };
  const admitting = async (admit: () => Promise<string | undefined>) => {
    const harness = await startBroker(echo);
    Object.assign(harness.source, { admit });
    return harness;
  };

  it("is asked about before anything of the call is sent", async () => {
    await using harness = await admitting(() => Promise.resolve("the plot cannot be shown to be ours"));
    expect((await harness.call("garden.DescribePlant", read)).status).toBe(403);
    expect(harness.source.reached).toEqual([]);
    expect(harness.calls).toMatchObject([{ decision: "denied", deniedBy: "mandate" }]);
    expect(harness.calls[0]?.reason).toContain("cannot be shown");
  });

  it("is not asked for when it cannot be found out", async () => {
    await using harness = await admitting(() => Promise.reject(new Error("connect ECONNREFUSED")));
    expect((await harness.call("garden.DescribePlant", read)).status).toBe(503);
    expect(harness.source.reached).toEqual([]);
    expect(harness.calls).toMatchObject([{ status: 0, error: { code: "EndpointUnreachable" } }]);
    expect(harness.broker.unreachable()).toMatchObject({ inARow: 1 });
  });

  it("is not asked about where the grant refuses the call anyway", async () => {
    let asked = 0;
    await using harness = await admitting(() => Promise.resolve(void (asked += 1)));
    await harness.call("garden.WaterPlant");
    expect(asked).toBe(0);
  });
});
