import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { defaultLimits, type Limits, type Sandbox } from "../../../src/core/sandbox.ts";
import { createControl, isolating, run } from "./backends.ts";
import { plantWorld, type PlantedWorld } from "./planted-world.ts";

const script = readFileSync(join(import.meta.dirname, "escapes.py"), "utf8");
const ways = [...script.matchAll(/^@way\ndef (\w+)/gm)].map((match) => match[1] ?? "");
const Results = z.record(z.string(), z.object({ out: z.boolean(), saw: z.string() }));
type Results = z.infer<typeof Results>;

/** Ways that lead out only where the kernel or the caller's rights allow them; as root on an ordinary kernel all of them do. */
const root = process.getuid?.() === 0;

async function tryAll(
  sandbox: Sandbox,
  world: PlantedWorld,
  { scratch, limits = defaultLimits }: { scratch?: string; limits?: Limits },
): Promise<Results> {
  const facts = { ...world.facts, ...(scratch !== undefined && { scratch, chroot: scratch }) };
  const outcome = await run(sandbox, script.replace("WORLD = {}", `WORLD = ${JSON.stringify(facts)}`), {
    limits,
  });
  expect(outcome.stderr).toBe("");
  return Results.parse(JSON.parse(outcome.stdout));
}

it("there are enough ways", () => expect(ways.length).toBeGreaterThanOrEqual(60));

describe("without a sandbox", () => {
  const state: { results: Results } = { results: {} };
  beforeAll(async () => {
    await using sandbox = await createControl();
    await using world = await plantWorld();
    state.results = await tryAll(sandbox, world, {
      limits: { ...defaultLimits, memoryBytes: 8 * 1024 ** 3, fileBytes: 1024 ** 3 },
    });
    expect(world.hits()).toBe(4);
  });
  it.runIf(root).each(ways)("%s leads out", (way) => {
    expect(state.results[way]).toMatchObject({ out: true });
  });
});

describe.each(isolating)("in $name", ({ create }) => {
  const state: { results: Results; sandbox?: Sandbox; world?: PlantedWorld } = { results: {} };
  beforeAll(async () => {
    state.sandbox = await create();
    expect(await state.sandbox.unavailable()).toBeUndefined();
    state.world = await plantWorld();
    state.results = await tryAll(state.sandbox, state.world, { scratch: "/tmp" });
  });
  afterAll(async () => {
    await state.sandbox?.[Symbol.asyncDispose]();
    await state.world?.[Symbol.asyncDispose]();
  });
  it.each(ways)("%s leads nowhere", (way) => {
    expect(state.results[way]).toMatchObject({ out: false });
  });
  it("no planted server was reached", () => {
    expect(state.world?.hits()).toBe(0);
  });
});
