import { describe, expect, it } from "vitest";
import { grantOf, startBroker } from "../testing/broker-harness.ts";
import { jsonResponse } from "../testing/fake-source.ts";
import type { WireResponse } from "../core/source.ts";
import { defaultBrokerLimits, type TransportFailure } from "./broker.ts";

const slowDown = (headers: readonly (readonly [string, string])[] = []) =>
  jsonResponse(400, { error: { code: "SlowDown", message: "slower" } }, headers);
const broken = () => jsonResponse(500, { error: { code: "Broken", message: "oops" } });
const fine = () => jsonResponse(200, { plants: [] });
const mayChange = grantOf({
  ceiling: { effects: ["mutates"], usd: 0 },
  mandate: { accounts: ["mine"], regions: ["north"], effects: ["mutates"] },
});

function replies(list: readonly (() => WireResponse)[]) {
  const left = [...list];
  return () => (left.shift() ?? fine)();
}

describe("a call that the cloud turns away", () => {
  it("is tried again with growing waits, and recorded once", async () => {
    await using harness = await startBroker(replies([slowDown, broken]));
    expect((await harness.call("garden.ListPlants")).status).toBe(200);
    expect(harness.waits).toEqual([100, 200]);
    expect(harness.calls).toMatchObject([{ n: 1, status: 200 }]);
  });

  it("is answered with the cloud's error when the tries are used up", async () => {
    await using harness = await startBroker(replies([slowDown, slowDown, slowDown]));
    const answer = await harness.call("garden.ListPlants");
    expect([answer.status, harness.source.reached.length]).toEqual([400, 3]);
    expect(harness.calls).toMatchObject([{ status: 400, decision: "allowed", error: { code: "SlowDown" } }]);
  });

  it("waits as long as it is asked to, but not for long", async () => {
    await using harness = await startBroker(replies([() => slowDown([["Retry-After", "2"]])]));
    await harness.call("garden.ListPlants");
    expect(harness.waits).toEqual([2000]);
    await using patient = await startBroker(replies([() => slowDown([["Retry-After", "600"]])]));
    expect((await patient.call("garden.ListPlants")).status).toBe(400);
    expect(patient.waits).toEqual([]);
  });

  it("is repeated after a failure only when it changes nothing", async () => {
    await using harness = await startBroker(replies([broken]));
    expect((await harness.call("garden.WaterPlant", {}, { session: { grant: mayChange } })).status).toBe(500);
    expect(harness.source.reached).toHaveLength(1);
    await using throttled = await startBroker(replies([slowDown]));
    expect((await throttled.call("garden.WaterPlant", {}, { session: { grant: mayChange } })).status).toBe(
      200,
    );
  });
});

describe("a call without an answer", () => {
  it("is recorded as such and told as an unavailable service", async () => {
    const told: TransportFailure[] = [];
    const refuse = () =>
      Promise.reject(new Error("fetch failed", { cause: new Error("connect ECONNREFUSED") }));
    await using harness = await startBroker(refuse, {
      onTransportFailure: (failure) => void told.push(failure),
    });
    const answer = await harness.call("garden.ListPlants");
    await harness.call("garden.ListPlants");
    expect(answer.status).toBe(503);
    expect(answer.body).toContain("connect ECONNREFUSED (3 tries)");
    expect(harness.calls[0]).toMatchObject({
      status: 0,
      decision: "allowed",
      error: { code: "EndpointUnreachable" },
    });
    expect(told.map((failure) => failure.inARow)).toEqual([1, 2]);
    expect(harness.broker.unreachable()?.inARow).toBe(2);
  });

  it("is given up after its time, without a second try", async () => {
    const never = (_call: unknown, signal: AbortSignal | undefined) =>
      new Promise<never>((_, reject) =>
        signal?.addEventListener("abort", () => reject(new Error("aborted"))),
      );
    await using harness = await startBroker(never, { limits: { ...defaultBrokerLimits, callSeconds: 0.05 } });
    const answer = await harness.call("garden.ListPlants");
    expect(answer.body).toContain("no answer within 0.05 s (1 try)");
  });

  it("is forgotten once the endpoint speaks", async () => {
    const down = { now: true };
    await using harness = await startBroker(() => (down.now ? Promise.reject(new Error("down")) : fine()));
    await harness.call("garden.ListPlants");
    down.now = false;
    await harness.call("garden.ListPlants");
    expect(harness.broker.unreachable()).toBeUndefined();
  });

  it("is given up when the script's stream is gone", async () => {
    const seen = Promise.withResolvers<void>();
    await using harness = await startBroker(
      (_call, signal) =>
        new Promise<never>((_, reject) => {
          seen.resolve();
          signal?.addEventListener("abort", () => reject(new Error("aborted")));
        }),
      { limits: { ...defaultBrokerLimits, callSeconds: 30 } },
    );
    const socket = await harness.open();
    socket.write(
      "POST / HTTP/1.1\r\nHost: garden.north.example\r\nX-Operation: garden.ListPlants\r\nContent-Length: 2\r\n\r\n{}",
    );
    await seen.promise;
    socket.destroy();
    await expect.poll(() => harness.calls).toMatchObject([{ error: { code: "Cancelled" }, status: 0 }]);
  });
});

describe("limits", () => {
  it("a response that is too large becomes an error", async () => {
    await using harness = await startBroker(() => jsonResponse(200, { text: "x".repeat(5000) }), {
      limits: { ...defaultBrokerLimits, responseBytes: 1000 },
    });
    const answer = await harness.call("garden.ListPlants");
    expect([answer.status, harness.calls[0]?.error?.code, harness.responses[0]]).toEqual([
      400,
      "ResponseTooLarge",
      undefined,
    ]);
    expect(answer.body).not.toContain("xxx");
  });

  it("no more calls run at once than allowed", async () => {
    const count = { now: 0, most: 0 };
    await using harness = await startBroker(
      async () => {
        count.now += 1;
        count.most = Math.max(count.most, count.now);
        await new Promise((resolve) => setTimeout(resolve, 10));
        count.now -= 1;
        return fine();
      },
      { limits: { ...defaultBrokerLimits, concurrency: 3 } },
    );
    await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        harness.call("garden.DescribePlant", { plant: `mine/${index}` }),
      ),
    );
    expect([count.most, harness.calls.length]).toEqual([3, 12]);
    expect(harness.calls.map((call) => call.n).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, index) => index + 1),
    );
  });
});
