import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { letThrough } from "../../../scripts/attack/broker.ts";
import { forgeries, plainRead } from "../../../scripts/attack/broker-forgeries.ts";
import { readsThatAreNone } from "../../../scripts/attack/broker-reads.ts";
import { openBrokerWorld } from "../../../scripts/attack/broker-world.ts";
import type { BrokerWorld } from "../../../scripts/attack/broker-world.ts";

describe("on a real stream, before a real server", () => {
  const opened: { world?: BrokerWorld } = {};
  const world = () => opened.world ?? expect.fail("the world is not open");
  beforeAll(async () => void (opened.world = await openBrokerWorld()));
  afterAll(() => opened.world?.[Symbol.asyncDispose]());

  it("the read that the forgeries are made from passes", async () => {
    expect(await world().toBroker(plainRead, 20_000)).toContain("200 OK");
    expect(world().reached()).toHaveLength(1);
    expect(world().calls()).toMatchObject([{ operation: "DescribeVpcs", decision: "allowed" }]);
  });

  it("names are told apart", () => {
    const names = [...forgeries, ...readsThatAreNone].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(140);
  });

  it.each(forgeries.map((attempt) => [attempt.name, attempt] as const))("refuses %s", async (_, attempt) =>
    expect(await letThrough(world(), attempt)).toBeUndefined(),
  );

  it.each(readsThatAreNone.map((attempt) => [attempt.name, attempt] as const))(
    "refuses what %s",
    async (_, attempt) => expect(await letThrough(world(), attempt)).toBeUndefined(),
  );
});
