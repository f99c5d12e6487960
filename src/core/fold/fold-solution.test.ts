import { describe, expect, it } from "vitest";
import { digestOf } from "../json/digest.ts";
import { inferSchema } from "../json/infer-schema.ts";
import { atPointer, type Json } from "../json/json.ts";
import { shortenJson } from "../json/shorten-json.ts";
import { foldSolution } from "./fold-solution.ts";
import { Solution } from "../record/solution.ts";
import { createAgent } from "../../agent/create-agent.ts";
import { makeWorld } from "../../testing/agent-world.ts";

describe("an inferred schema", () => {
  it("says what every value of a list has, and what only some have", () => {
    const value = {
      items: [
        { id: "a", size: 1, tags: [] },
        { id: "b", size: 1.5, more: null },
      ],
    };
    expect(inferSchema(value)).toEqual({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: {
        items: {
          type: "array",
          items: {
            type: "object",
            properties: {
              id: { type: "string" },
              size: { type: "number" },
              tags: { type: "array" },
              more: { type: "null" },
            },
            required: ["id", "size"],
          },
        },
      },
      required: ["items"],
    });
  });

  it("tells a map from a record, names several types, and is not fooled by names", () => {
    const map = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`name-${n}`, { n }]));
    expect(inferSchema(map)).toMatchObject({
      additionalProperties: { type: "object", properties: { n: { type: "integer" } }, required: ["n"] },
    });
    expect(inferSchema([1, "a", null])).toMatchObject({
      items: { type: ["integer", "null", "string"] },
    });
    const hostile = JSON.parse('{"__proto__": 1, "constructor": 2}') as Json;
    const { properties } = inferSchema(hostile);
    expect(Object.keys(properties as object)).toEqual(["__proto__", "constructor"]);
  });
});

describe("a shortened value", () => {
  const rows = Array.from({ length: 400 }, (_, n) => ({ id: `row-${n}`, text: "x".repeat(100) }));

  it("is left alone where it is small", () => {
    expect(shortenJson({ rows: rows.slice(0, 3) }, 16_384)).toEqual({
      value: { rows: rows.slice(0, 3) },
      cuts: [],
    });
  });

  it("keeps its shape and its beginning, and says what was left out where", () => {
    const whole = { rows, log: "y".repeat(50_000), count: 400 };
    const { value, cuts } = shortenJson(whole, 16_384);
    expect(JSON.stringify(value).length).toBeLessThan(16_384);
    expect(atPointer(value, "/rows/0")).toEqual(rows[0]);
    expect(atPointer(value, "/count")).toBe(400);
    expect(cuts.map(({ pointer, of, all, digest }) => [pointer, of, all, digest])).toEqual([
      ["/rows", "items", 400, digestOf(rows)],
      ["/log", "characters", 50_000, digestOf(whole.log)],
    ]);
    for (const { pointer, kept } of cuts) {
      const left = atPointer(value, pointer);
      expect(typeof left === "string" || Array.isArray(left) ? left.length : -1).toBe(kept);
    }
  });
});

describe("the solution of a run", () => {
  it("is a fold of its events: every call of its data stands in the record, with its digest", async () => {
    const world = makeWorld();
    const scope = {
      source: "aws",
      account: "123456789012",
      regions: ["us-east-1"],
      identity: "arn:aws:iam::123456789012:user/tester",
      window: { from: "2026-11-21T09:00:00Z", to: "2026-11-21T10:00:00Z" },
    };
    const grant = {
      ceiling: { effects: ["pure" as const], usd: 0 },
      mandate: { accounts: ["123456789012"], regions: ["us-east-1"], effects: ["pure" as const] },
    };
    const run = await createAgent(world.options).ask({ question: "What is wrong?", scope, grant });
    const events = await run.finished;
    const solution = Solution.parse(foldSolution(events));
    expect(solution).toMatchObject({
      problem: "What is wrong?",
      run: run.id,
      status: "answered",
      prompts: [],
    });
    expect(solution.scripts.map(({ status }) => status)).toContain("abandoned");
    const calls = events.flatMap((event) => (event.kind === "call" ? [event.call] : []));
    expect(solution.data.length).toBeGreaterThan(1);
    for (const { provenance, schema, value } of solution.data) {
      expect(provenance.length).toBeGreaterThan(0);
      expect(schema).toMatchObject({ type: "object", required: Object.keys(value as object) });
      for (const one of provenance) {
        const call = calls.find(({ n }) => n === one.call);
        expect([one.digest, one.at]).toEqual([call?.responseDigest, call?.at]);
        if (call?.error) expect(one.error).toContain(call.error.code);
      }
    }
    expect(solution.suggestion.findings[0]?.evidence.length).toBeGreaterThan(0);
  });
});
