import { describe, expect, it } from "vitest";
import { startBroker } from "../testing/broker-harness.ts";
import { jsonResponse } from "../testing/fake-source.ts";

const pages: { readonly [token: string]: { readonly plants: readonly string[]; readonly next?: string } } = {
  "": { plants: ["a"], next: "p2" },
  p2: { plants: ["b"], next: "p3" },
  p3: { plants: ["c"] },
};

function paged() {
  return startBroker((call) =>
    jsonResponse(200, {
      ...(pages[JSON.stringify(call.params["token"] ?? "").slice(1, -1)] ?? { plants: [] }),
    }),
  );
}

describe("pages", () => {
  it("are chained to the call that began the list", async () => {
    await using harness = await paged();
    for (const token of [undefined, "p2", "p3"])
      await harness.call("garden.ListPlants", token === undefined ? {} : { token });
    expect(harness.calls.map((call) => call.page)).toEqual([
      { first: 1, more: true },
      { first: 1, more: true },
      { first: 1, more: false },
    ]);
  });

  it("of a list that is read twice make two lists, the second from the record", async () => {
    await using harness = await paged();
    for (const attempt of [1, 2])
      for (const token of [undefined, "p2", "p3"])
        await harness.call("garden.ListPlants", token === undefined ? {} : { token }, {
          session: { attempt },
        });
    expect(harness.calls.map((call) => call.page?.first)).toEqual([1, 1, 1, 4, 4, 4]);
    expect(harness.source.reached).toHaveLength(3);
  });

  it("of two scripts that read the same list at once stay apart", async () => {
    await using harness = await paged();
    for (const token of [undefined, "p2", "p3"])
      for (const attempt of [1, 2])
        await harness.call("garden.ListPlants", token === undefined ? {} : { token }, {
          session: { attempt },
        });
    expect(harness.calls.map((call) => call.page?.first)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it("whose beginning was never seen, or that ask for something else, are no complete list", async () => {
    await using harness = await paged();
    await harness.call("garden.ListPlants", { token: "p3" });
    await harness.call("garden.ListPlants", { shade: true });
    await harness.call("garden.ListPlants", { token: "p2", shade: false });
    await harness.call("garden.ListPlants", { token: "p2" });
    expect(harness.calls.map((call) => call.page)).toEqual([
      { first: 1, more: true },
      { first: 2, more: true },
      { first: 3, more: true },
      { first: 4, more: true },
    ]);
  });
});
