import { describe, expect, it } from "vitest";
import { digestOf } from "../core/json/digest.ts";
import { grantOf, startBroker } from "../testing/broker-harness.ts";
import { jsonResponse } from "../testing/fake-source.ts";
import { defaultBrokerLimits } from "./broker.ts";

const echo = () => jsonResponse(200, { plants: ["rose"] });

describe("an allowed call", () => {
  it("is forwarded, recorded with its digest, and answered", async () => {
    await using harness = await startBroker(echo);
    const answer = await harness.call("garden.ListPlants");
    expect(answer).toMatchObject({ status: 200, body: '{"plants":["rose"]}' });
    expect(harness.calls).toMatchObject([
      {
        n: 1,
        step: 1,
        service: "garden",
        operation: "ListPlants",
        action: "garden:ListPlants",
        decision: "allowed",
        status: 200,
        cached: false,
        region: "north",
        page: { first: 1, more: false },
        at: "2026-11-21T00:00:00.000Z",
      },
    ]);
    expect(harness.calls[0]?.responseDigest).toBe(digestOf({ plants: ["rose"] }));
    expect(harness.responses[0]).toEqual({ plants: ["rose"] });
    expect(harness.broker.spent()).toEqual({ calls: 1, usd: 0 });
  });

  it("is numbered after the calls of an earlier process", async () => {
    await using harness = await startBroker(echo, { lastCall: 41 });
    await harness.call("garden.DescribePlant", { plant: "mine/rose" });
    await harness.call("garden.DescribePlant", { plant: "mine/oak" });
    expect(harness.calls.map((call) => call.n)).toEqual([42, 43]);
  });

  it("gives the script what the source has redacted, and records the same", async () => {
    await using harness = await startBroker(() => jsonResponse(200, { password: "hunter2" }));
    const answer = await harness.call("garden.DescribePlant", { plant: "mine/rose" });
    expect(answer.body).toBe('{"password":"«secret»"}');
    expect(harness.responses[0]).toEqual({ password: "«secret»" });
  });

  it("is answered only after it was recorded, and not at all when that fails", async () => {
    const order: string[] = [];
    await using harness = await startBroker(echo, {
      record: async () => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        order.push("recorded");
      },
    });
    await harness.call("garden.ListPlants");
    order.push("answered");
    expect(order).toEqual(["recorded", "answered"]);
    await using broken = await startBroker(echo, { record: () => Promise.reject(new Error("disk full")) });
    await expect(broken.call("garden.ListPlants")).rejects.toThrow(/socket hang up|ECONNRESET/);
  });
});

describe("a refused call", () => {
  const cases = [
    {
      what: "an effect above the ceiling",
      operation: "garden.GetKey",
      by: "ceiling",
      says: "--allow secret",
    },
    { what: "a change", operation: "garden.WaterPlant", by: "ceiling", says: "--allow mutates" },
    {
      what: "an operation that nobody reviewed",
      operation: "garden.Burn",
      by: "ceiling",
      says: "nobody has reviewed",
    },
    {
      what: "an effect that the run is not for",
      operation: "weather.ReadLog",
      by: "mandate",
      says: "not meant",
      grant: { mandate: { accounts: ["mine"], regions: ["north"], effects: ["pure" as const] } },
    },
    {
      what: "a service outside --services",
      operation: "weather.ReadLog",
      by: "ceiling",
      says: "--services",
      grant: { ceiling: { effects: ["pure" as const, "logs" as const], services: ["garden"], usd: 0 } },
    },
    {
      what: "a service outside the mandate",
      operation: "weather.ReadLog",
      by: "mandate",
      says: "garden only",
      grant: {
        mandate: { accounts: ["mine"], regions: ["north"], effects: ["logs" as const], services: ["garden"] },
      },
    },
    {
      what: "another region",
      operation: "garden.ListPlants",
      region: "south",
      by: "ceiling",
      says: "the region south",
    },
    {
      what: "another account",
      operation: "garden.DescribePlant",
      params: { plant: "theirs/rose" },
      by: "ceiling",
      says: "the account theirs",
    },
    {
      what: "another account, with any account under the ceiling",
      operation: "garden.DescribePlant",
      params: { plant: "theirs/rose" },
      by: "mandate",
      says: "the account theirs",
      grant: { ceiling: { effects: ["pure" as const], accounts: ["mine", "theirs"], usd: 0 } },
    },
    {
      what: "an action that the policy lacks",
      operation: "garden.ListPlants",
      by: "policy",
      says: "garden:ListPlants on *",
      grant: { policy: { Statement: [{ Effect: "Allow", Action: "garden:DescribePlant", Resource: "*" }] } },
    },
    {
      what: "the second action of a call",
      operation: "garden.MovePlant",
      by: "policy",
      says: "garden:PassPot",
      grant: { policy: { Statement: [{ Effect: "Allow", Action: "garden:MovePlant", Resource: "*" }] } },
    },
    {
      what: "a resource that the policy does not name",
      operation: "garden.DescribePlant",
      params: { plant: "mine/oak" },
      by: "policy",
      says: "mine/oak",
      grant: { policy: { Statement: [{ Effect: "Allow", Action: "*", Resource: "mine/rose" }] } },
    },
  ];
  it.each(cases)("$what: by $by", async ({ operation, params, region, by, says, grant }) => {
    await using harness = await startBroker(echo);
    const answer = await harness.call(operation, params ?? {}, {
      ...(region !== undefined && { region }),
      session: { grant: grantOf(grant) },
    });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain(says);
    expect(harness.source.reached).toEqual([]);
    expect(harness.calls).toMatchObject([{ n: 1, decision: "denied", deniedBy: by, status: 0 }]);
    expect(harness.calls[0]?.reason).toContain(says);
    expect(harness.calls[0]?.responseDigest).toBeUndefined();
    expect(harness.broker.spent().calls).toBe(0);
  });

  it("over the number of calls, of calls at the same time too", async () => {
    await using harness = await startBroker(echo, { limits: { ...defaultBrokerLimits, calls: 2 } });
    const plants = ["a", "b", "c", "d"].map((name) =>
      harness.call("garden.DescribePlant", { plant: `mine/${name}` }),
    );
    const statuses = (await Promise.all(plants)).map((answer) => answer.status);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 200, 403, 403]);
    expect(harness.source.reached).toHaveLength(2);
  });

  it("over the money, of which free calls take none", async () => {
    await using harness = await startBroker(echo);
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1)
      statuses.push((await harness.call("weather.AskOracle", { index })).status);
    expect(statuses).toEqual([200, 200, 403, 403]);
    expect(harness.broker.spent().usd).toBeCloseTo(0.08);
    expect(harness.calls.at(-1)?.reason).toContain("--budget-usd");
    expect((await harness.call("garden.ListPlants")).status).toBe(200);
  });
});

describe("a repeated read", () => {
  it("is served from the record with the same bytes", async () => {
    await using harness = await startBroker(echo);
    const first = await harness.call("garden.ListPlants");
    const second = await harness.call("garden.ListPlants");
    expect(second.body).toBe(first.body);
    expect(harness.source.reached).toHaveLength(1);
    expect(harness.calls).toMatchObject([
      { cached: false },
      { n: 2, cached: true, status: 200, page: { first: 2, more: false } },
    ]);
    expect(harness.calls[1]?.responseDigest).toBe(harness.calls[0]?.responseDigest);
    expect(harness.broker.spent().calls).toBe(1);
  });

  it("that runs at the same time waits for the first", async () => {
    await using harness = await startBroker(async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return echo();
    });
    await Promise.all([
      harness.call("garden.ListPlants"),
      harness.call("garden.ListPlants"),
      harness.call("garden.ListPlants"),
    ]);
    expect(harness.source.reached).toHaveLength(1);
  });

  it("is not served to a grant that may not read it", async () => {
    await using harness = await startBroker(echo);
    await harness.call("weather.ReadLog");
    const other = grantOf({ mandate: { accounts: ["mine"], regions: ["north"], effects: ["pure"] } });
    expect((await harness.call("weather.ReadLog", {}, { session: { grant: other } })).status).toBe(403);
  });

  it("of an error, of something unfinished, or after a change goes to the cloud", async () => {
    const replies = [
      jsonResponse(404, { error: { code: "Gone", message: "" } }),
      jsonResponse(200, { status: "Running" }),
      jsonResponse(200, { status: "Complete" }),
    ];
    await using harness = await startBroker(() => replies.shift() ?? echo());
    for (let index = 0; index < 4; index += 1) await harness.call("weather.GetOracle");
    expect(harness.calls.map((call) => [call.status, call.cached])).toEqual([
      [404, false],
      [200, false],
      [200, false],
      [200, true],
    ]);
    const mayChange = grantOf({
      ceiling: { effects: ["pure", "logs", "mutates"], usd: 0 },
      mandate: { accounts: ["mine"], regions: ["north"], effects: ["logs", "mutates"] },
    });
    await harness.call("garden.WaterPlant", {}, { session: { grant: mayChange } });
    await harness.call("weather.GetOracle");
    expect(harness.calls.at(-1)).toMatchObject({ cached: false });
  });

  it("of an earlier process is served from what that one recorded", async () => {
    await using before = await startBroker(echo);
    await before.call("garden.ListPlants");
    const recorded = before.calls.map((call, index) => ({
      call,
      cacheKey: "{}",
      response: before.responses[index] ?? null,
    }));
    await using harness = await startBroker(() => Promise.reject(new Error("not to be reached")), {
      recorded,
      lastCall: 1,
    });
    expect((await harness.call("garden.ListPlants")).body).toBe('{"plants":["rose"]}');
    expect(harness.calls).toMatchObject([
      { n: 2, cached: true, responseDigest: before.calls[0]?.responseDigest },
    ]);
    expect((await harness.call("garden.ListPlants", { shade: true })).status).toBe(503);
  });
});
