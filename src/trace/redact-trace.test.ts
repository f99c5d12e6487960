import { describe, expect, it } from "vitest";
import { removedFrom } from "./removed-from.ts";
import { redactTrace } from "./redact-trace.ts";
import type { Span } from "./trace.ts";

const mark = "«secret»";
const redact = (text: string, name?: string) =>
  name === "DbPassword" ? mark : text.replaceAll(/(password=)\S+/g, `$1${mark}`);

function span(more: Partial<Span>): Span {
  return {
    key: "run",
    about: { kind: "run" },
    name: "run",
    start: "2026-11-21T10:00:00.000Z",
    end: "2026-11-21T10:00:00.000Z",
    status: "ok",
    facts: {},
    ...more,
  };
}

describe("redactTrace", () => {
  it("redacts names, errors, values at any depth, names of members, and tags by their key", async () => {
    const [shown] = await redactTrace(
      [
        span({
          name: "password=aaaa1111",
          error: { type: "x", message: "password=bbbb1111" },
          facts: { note: "password=cccc1111", count: 7 },
          input: { deep: [[{ "password=dddd1111": [{ inner: "password=eeee1111" }] }]] },
          output: { Tags: [{ Key: "DbPassword", Value: "ffff1111" }] },
        }),
      ],
      { redact, mark },
    );
    expect(JSON.stringify(shown)).not.toMatch(/1111/);
    expect(shown).toMatchObject({
      facts: { count: 7 },
      output: { Tags: [{ Key: "DbPassword", Value: mark }] },
    });
  });

  it("takes a secret that it found in one span out of all of them", async () => {
    const shown = await redactTrace(
      [
        span({ key: "a", output: { gaps: ["nothing is called hunter2hunter2"] } }),
        span({ key: "b", input: { question: "why? password=hunter2hunter2" } }),
      ],
      { redact, mark },
    );
    expect(JSON.stringify(shown)).not.toContain("hunter2");
  });

  it("cuts long texts after redacting them, so that no half of a secret stays", async () => {
    const long = `${"x".repeat(31_995)} password=hunter2hunter2 ${"y".repeat(10_000)}`;
    const text = JSON.stringify(await redactTrace([span({ input: { long } })], { redact, mark }));
    expect(text).not.toContain("hunter2");
    expect(text).toContain(`… (${long.length} characters)`);
    const huge = "z".repeat(1_000_000);
    expect(
      JSON.stringify(await redactTrace([span({ input: { huge } })], { redact, mark })).length,
    ).toBeLessThan(40_000);
  });
});

it("tells of long lists and large objects their beginning", async () => {
  const list = Array.from({ length: 5000 }, (_, n) => ({ n }));
  const members = Object.fromEntries(list.map(({ n }) => [`m${n}`, n]));
  const [shown] = await redactTrace(
    [span({ input: { text: "password=hunter2hunter2" }, output: { list, members } })],
    { redact, mark },
  );
  expect(shown?.output?.["list"]).toHaveLength(61);
  expect(JSON.stringify(shown)).toMatch(/"… 4940 more"\].*"…":"4940 more"/);
});

describe("removedFrom", () => {
  it.each([
    ["a password=hunter2 b", `a password=${mark} b`, ["hunter2"]],
    ["hunter2x", mark, ["hunter2x"]],
    [
      "https://u:pa55word@h and u:other99x@",
      `https://${mark}@h and ${mark}@`,
      ["u:pa55word", "pa55word", "u:other99x", "other99x"],
    ],
    // Short words stand everywhere.
    ["password=test b test", `password=${mark} b test`, []],
    ["nothing", "nothing", []],
    // A document that was written anew.
    ['{"a": ["pass-word-1"], "b": "x y"}', `{"a":["${mark}"],"b":"x y"}`, ["pass-word-1"]],
    ["no longer the same text", `something else ${mark}`, []],
    [`it said ${mark} already`, `it said ${mark} already`, []],
  ])("%s", (text, shown, removed) => {
    expect(removedFrom(text, shown, mark)).toEqual(removed);
  });
});
