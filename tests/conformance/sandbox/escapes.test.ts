import { beforeAll, describe, expect, it } from "vitest";
import { availableBackends, createControl } from "./backends.ts";
import { knownLimits, noLimits, tryWays, ways, type Results } from "./escapes.ts";
import { plantWorld } from "./planted-world.ts";
import { layAll, sieges } from "./sieges.ts";

/** Some ways lead out only where the kernel or the caller's rights allow them; as root on an ordinary kernel all of them do. */
const root = process.getuid?.() === 0;
const { available, skipped } = await availableBackends();

it("there are enough ways, none twice", () => {
  expect(ways.length + sieges.length).toBeGreaterThanOrEqual(60);
  expect(new Set([...ways, ...sieges.map((siege) => siege.name)]).size).toBe(ways.length + sieges.length);
});

it("there is a backend to attack", () => expect(available.length).toBeGreaterThan(0));

for (const { name, why } of skipped)
  describe.skip(`in ${name}: ${why}`, () => it("is attacked", () => undefined));

describe("without a sandbox", () => {
  const state: { results: Results; sieges?: ReadonlyMap<string, boolean> } = { results: {} };
  beforeAll(async () => {
    await using sandbox = await createControl();
    await using world = await plantWorld();
    state.results = await tryWays(sandbox, world, { sandboxed: false, limits: noLimits });
    expect(world.hits()).toBe(4);
    state.sieges = await layAll(sandbox, false);
  });
  it.runIf(root).each(ways)("%s leads out", (way) => {
    expect(state.results[way]).toMatchObject({ out: true });
  });
  it.each(sieges)("$name leads out", ({ name }) => {
    expect(state.sieges?.get(name)).toBe(true);
  });
});

describe.each(available)("in $name", ({ name, create }) => {
  const state: { results: Results; sieges?: ReadonlyMap<string, boolean>; hits?: number } = { results: {} };
  beforeAll(async () => {
    await using sandbox = await create();
    await using world = await plantWorld();
    state.results = await tryWays(sandbox, world, { sandboxed: true });
    state.hits = world.hits();
    state.sieges = await layAll(sandbox, true);
  });
  it.each(ways)("%s leads nowhere", (way) => {
    const limit = knownLimits[name]?.[way];
    // A limit that no longer holds is to be struck from the list.
    expect(state.results[way]).toMatchObject({ out: limit !== undefined });
  });
  it("no planted server was reached", () => {
    expect(state.hits).toBe(0);
  });
  it.each(sieges)("$name leads nowhere", ({ name }) => {
    expect(state.sieges?.get(name)).toBe(false);
  });
});
