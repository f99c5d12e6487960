import { describe, expect, it } from "vitest";
import { visible, visibleJson, visibleLines } from "./visible.ts";

describe("text from elsewhere", () => {
  it.each([
    ["plain text, ü, 漢, 🛒", "plain text, ü, 漢, 🛒"],
    ["\u001b[2J", "\\u001b[2J"],
    ["a\nb\tc", "a\\u000ab\\u0009c"],
    ["a\u009bm", "a\\u009bm"],
    ["x\u202egnp", "x\\u202egnp"],
    ["x\u200by", "x\\u200by"],
    [`x${String.fromCodePoint(0xe0041)}`, "x\\u{e0041}"],
    ["x\ud800", "x\\ud800"],
  ])("is shown: %j", (text, shown) => expect(visible(text)).toBe(shown));

  it("keeps its own lines where it has some", () => {
    expect(visibleLines("a\n\tb\u0007")).toBe("a\n\tb\\u0007");
  });

  it("is the same value in JSON", () => {
    const value = { a: `\u007f\u009b\u202e\ud800${String.fromCodePoint(0xe0041)}🛒`, "\u200b": [1, null] };
    const line = visibleJson(value);
    expect(JSON.parse(line)).toEqual(value);
    expect(line).toMatch(/^[\x20-\x7e🛒]*$/u);
  });
});
