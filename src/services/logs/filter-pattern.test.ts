import { describe, expect, it } from "vitest";
import { matchesPattern } from "./filter-pattern.ts";

describe("filter patterns", () => {
  it.each([
    ["", "anything", true],
    ["ERROR", "an ERROR here", true],
    ["ERROR", "an error here", false],
    ["ERROR Exception", "ERROR: Exception", true],
    ["ERROR Exception", "ERROR only", false],
    ["?ERROR ?WARN", "a WARN", true],
    ["ERROR -timeout", "ERROR timeout", false],
    ['"out of memory"', "it is out of memory now", true],
    ['{ $.level = "error" }', '{"level":"error"}', true],
    ['{ $.level = "ERROR" }', '{"level":"error"}', false],
    ['{ $.status >= 500 && $.path = "/pay*" }', '{"status":503,"path":"/payments"}', true],
    ["{ $.status >= 500 }", "not json", false],
    ["[ip, user, status=5*]", "1.2.3.4 me 500", undefined],
    ["{ ($.a = 1) || ($.b = 2) }", '{"a":1}', undefined],
  ])("%s against %s: %s", (pattern, line, matches) => {
    expect(matchesPattern(pattern, line)).toBe(matches);
  });
});
