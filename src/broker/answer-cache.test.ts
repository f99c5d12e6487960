import { describe, expect, it } from "vitest";
import type { Call } from "../core/call.ts";
import type { Json } from "../core/json/json.ts";
import { startBroker } from "../testing/broker-harness.ts";
import { jsonResponse } from "../testing/fake-source.ts";

const roses = () => jsonResponse(200, { plants: ["rose"], next: "2" });
const oaks = () => jsonResponse(200, { plants: ["oak"] });

async function recordedBy(
  operations: readonly (readonly [operation: string, params: Json])[],
): Promise<{ readonly call: Call; readonly response: Json }[]> {
  await using before = await startBroker(roses);
  for (const [operation, params] of operations) await before.call(operation, params);
  return before.calls.map((call, index) => ({ call, response: before.responses[index] ?? null }));
}

describe("a resumed run", () => {
  it("answers from the record by parameters alone, with the next page still open", async () => {
    const recorded = await recordedBy([["garden.ListPlants", { shade: true }]]);
    await using harness = await startBroker(oaks, { recorded, lastCall: 1 });
    const answer = await harness.call("garden.ListPlants", { shade: true });
    expect(answer.body).toContain("rose");
    await harness.call("garden.ListPlants", { shade: true, token: "2" });
    await harness.call("garden.ListPlants", { shade: false });
    expect(harness.calls.map(({ cached, page }) => [cached, page])).toEqual([
      [true, { first: 2, more: true }],
      [false, { first: 2, more: false }],
      [false, { first: 4, more: false }],
    ]);
  });

  it("reads again what it read before something was changed, and what a secret in the request leaves open", async () => {
    const recorded = await recordedBy([["garden.ListPlants", {}]]);
    const [first] = recorded;
    if (!first) throw new Error("nothing was recorded");
    const change = {
      ...first,
      call: { ...first.call, operation: "WaterPlant", effects: ["mutates" as const] },
    };
    await using after = await startBroker(oaks, { recorded: [first, change], lastCall: 2 });
    await after.call("garden.ListPlants");
    expect(after.calls).toMatchObject([{ cached: false }]);

    const params = { password: "«secret»" };
    await using blinded = await startBroker(oaks, {
      recorded: [{ ...first, call: { ...first.call, params } }],
    });
    await blinded.call("garden.ListPlants", params);
    expect(blinded.calls).toMatchObject([{ cached: false }]);
  });
});
