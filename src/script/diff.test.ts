import { describe, expect, it } from "vitest";
import { unifiedDiff } from "./diff.ts";

describe("unifiedDiff", () => {
  it("is empty for equal texts", () => expect(unifiedDiff("a\n", "a\n")).toBe(""));

  it("shows changed lines with three lines around them", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    const after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n";
    expect(unifiedDiff(before, after)).toBe(
      "--- original\n+++ fixed\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
    );
  });

  it("shows an added first line", () => {
    expect(unifiedDiff("b\n", "a\nb\n")).toBe("--- original\n+++ fixed\n@@ -1 +1,2 @@\n+a\n b\n");
  });

  it("shows far changes in hunks of their own", () => {
    const before = Array.from({ length: 30 }, (_, index) => String(index)).join("\n");
    const after = before.replace("\n2\n", "\ntwo\n").replace("\n25\n", "\nxxv\n");
    expect(unifiedDiff(before, after).match(/^@@/gm)).toHaveLength(2);
  });
});
