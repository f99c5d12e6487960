import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { absent, known } from "./key-value.ts";
import type { KeyLookup } from "./key-value.ts";
import { expandPattern, literalPattern, matchesPattern, splitPattern } from "./pattern.ts";

const letters = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", "*", "?", "."), maxLength: 12 });

function asExpression(text: string): RegExp {
  const escaped = text.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");
}

describe("matchesPattern", () => {
  it("agrees with a regular expression made of the same wildcards", () => {
    fc.assert(
      fc.property(
        letters,
        letters,
        (pattern, text) => matchesPattern(literalPattern(pattern), text) === asExpression(pattern).test(text),
      ),
      { numRuns: 3000 },
    );
  });

  it("takes what a variable holds literally", () => {
    fc.assert(
      fc.property(letters, letters, (value, text) => {
        const expanded = expandPattern("${aws:username}", { wildcards: true, key: () => known(value) });
        return expanded.kind === "pattern" && matchesPattern(expanded.pattern, text) === (value === text);
      }),
    );
  });

  it("does not take ages over many stars", () => {
    expect(matchesPattern(literalPattern("*a".repeat(40)), `${"a".repeat(5000)}b`)).toBe(false);
  });
});

describe("expandPattern", () => {
  const keys: KeyLookup = (key) =>
    key === "aws:username"
      ? known("ana")
      : key === "aws:TagKeys"
        ? known("a", "b")
        : key === "aws:x"
          ? { kind: "unknown", why: "not given" }
          : absent;
  const matches = (text: string, candidate: string) => {
    const expanded = expandPattern(text, { wildcards: true, key: keys });
    return expanded.kind === "pattern" ? matchesPattern(expanded.pattern, candidate) : expanded.kind;
  };

  it("says what no value of an unknown variable can match", () => {
    const expanded = expandPattern("home/${aws:x}/*", { wildcards: true, key: keys });
    const loosest = expanded.kind === "unknown" ? expanded.loosest : [];
    expect(
      ["home/ana/file", "home/a/b/c", "away/ana/file", "home"].map((text) => matchesPattern(loosest, text)),
    ).toEqual([true, true, false, false]);
  });

  it.each([
    ["home/${aws:username}/*", "home/ana/x", true],
    ["wiki-${aws:PrincipalTag/team, 'everyone'}", "wiki-everyone", true],
    ["${aws:username, 'nobody'}", "nobody", false],
    ["a${*}b", "a*b", true],
    ["a${*}b", "axb", false],
    ["a${?}", "a?", true],
    ["a${?}", "ab", false],
    ["${$}{x}", "${x}", true],
    ["${aws:PrincipalTag/team}", "", "never"],
    ["${aws:TagKeys}", "a", "never"],
    ["${aws:x}", "a", "unknown"],
  ])("%s against %s: %s", (text, candidate, expected) => {
    expect(matches(text, candidate)).toBe(expected);
  });

  it("leaves variables alone where the language has none", () => {
    const expanded = expandPattern("${aws:username}", { wildcards: true });
    expect(expanded.kind === "pattern" && matchesPattern(expanded.pattern, "${aws:username}")).toBe(true);
  });
});

describe("splitPattern", () => {
  it("keeps further colons in the last part", () => {
    expect(splitPattern(literalPattern("a:b:c:d"), 3).map((part) => part.length)).toEqual([1, 1, 3]);
  });
});
