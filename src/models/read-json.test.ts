import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "./read-json.ts";
import { processorTime } from "../testing/processor-time.ts";

describe("reading JSON from an answer", () => {
  it.each([
    ['{"a": 1}', { a: 1 }],
    ["  [1, 2]\n", [1, 2]],
    ['Sure:\n```json\n{"a": 1}\n```\nDone.', { a: 1 }],
    ['```\n{"a": [1, {"b": "```"}]}\n```', { a: [1, { b: "```" }] }],
    ['First {"a": 1}, or better {"a": 1, "b": "two } brackets {"}', { a: 1, b: "two } brackets {" }],
    ['{"a": 1,}', { a: 1 }],
    ['{"a": "x,}", "b": [1, 2,],}', { a: "x,}", b: [1, 2] }],
    ['The set {x} holds. {"a": 1}', { a: 1 }],
    ["no document at all", undefined],
    ['{"a": ', undefined],
    ["", undefined],
  ])("%s", (text, value) => {
    expect(readJson(text)).toEqual(value);
  });

  it("finds any object between any prose", () => {
    const prose = fc.string().filter((text) => !/[[\]{}"`]/.test(text));
    fc.assert(
      fc.property(
        prose,
        fc
          .dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
          .filter((value) => !JSON.stringify(value).includes("__proto__")),
        prose,
        (before, value, after) => {
          expect(readJson(`${before}${JSON.stringify(value)}${after}`)).toEqual(
            JSON.parse(JSON.stringify(value)),
          );
        },
      ),
    );
  });

  it("does not hang on text made to be slow", () => {
    const started = processorTime();
    readJson("[".repeat(200_000));
    readJson('{"a":'.repeat(50_000));
    expect(processorTime() - started).toBeLessThan(5000);
  });

  it.each([
    ["brackets that never close", "[".repeat(900_000)],
    ["brackets that all close", "[".repeat(200_000) + "]".repeat(200_000)],
    ["a string that never ends", `{"a": "${"x".repeat(900_000)}`],
    ["quotes", `{${'"'.repeat(900_000)}`],
  ])("is soon done with %s", (_name, text) => {
    const begun = processorTime();
    expect(readJson(text)).toBeUndefined();
    expect(processorTime() - begun).toBeLessThan(3000);
  });
});
