import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRequirements } from "./requirements.ts";

describe("checkRequirements", () => {
  it("takes shipped packages, however they are written", () => {
    const lines = [
      "boto3>=1.34,<2 ; python_version > '3.8'",
      "# comment",
      "",
      "Python_DateUtil==2.9.0  # dates",
      "botocore \\",
      "  ==1.44.5",
      "six (>=1.0)",
      `urllib3==2.0 --hash=sha256:${"a".repeat(64)}`,
    ];
    expect(checkRequirements(lines)).toEqual({
      accepted: ["boto3", "botocore", "python-dateutil", "six", "urllib3"],
      wanted: [],
      diagnostics: [],
    });
  });

  it("wants what the user allows, by name and version", () => {
    const lines = ["Tabulate >= 0.9, < 1", "netaddr==1.3.0 ; python_version >= '3.9'", "boto3"];
    expect(checkRequirements(lines, { allowed: ["tabulate", "netaddr"] })).toEqual({
      accepted: ["boto3"],
      wanted: ["netaddr==1.3.0; python_version >= '3.9'", "tabulate>=0.9,<1"],
      diagnostics: [],
    });
  });

  it.each([
    ["bото3", "requirement-name"],
    ["boto-3", "requirement-typosquat", "boto3"],
    ["bot03", "requirement-typosquat", "boto3"],
    ["botoo3", "requirement-typosquat", "boto3"],
    ["python-boto3", "requirement-typosquat", "boto3"],
    ["boto3-sdk", "requirement-typosquat", "boto3"],
    ["botocore-python3", "requirement-typosquat", "botocore"],
    ["requets", "requirement-typosquat", "requests"],
    ["reqeusts", "requirement-typosquat", "requests"],
    ["request", "requirement-typosquat", "requests"],
    ["pandsa", "requirement-typosquat", "pandas"],
    ["urlib3", "requirement-typosquat", "urllib3"],
    ["dateutil", "requirement-typosquat", "python-dateutil"],
    ["nurnpy", "requirement-typosquat", "numpy"],
    ["pandas", "requirement-unknown"],
    ["git+https://example.com/x.git", "requirement-vcs"],
    ["boto3 @ git+ssh://git@example.com/x", "requirement-vcs"],
    ["boto3 @ https://example.com/boto3.whl", "requirement-url"],
    ["boto3@file:///tmp/x", "requirement-url"],
    ["https://example.com/boto3.tar.gz", "requirement-url"],
    ["./local", "requirement-path"],
    ["../local/pkg", "requirement-path"],
    ["~/pkg", "requirement-path"],
    ["pkgs/boto3", "requirement-path"],
    ["boto3-1.0.tar.gz", "requirement-archive"],
    ["boto3-1.0-py3-none-any.whl", "requirement-archive"],
    ["--index-url https://example.com/simple", "requirement-index"],
    ["-i https://example.com/simple", "requirement-index"],
    ["--extra-index-url=https://example.com", "requirement-index"],
    ["--find-links /tmp", "requirement-index"],
    ["--trusted-host example.com", "requirement-index"],
    ["-r other.txt", "requirement-include"],
    ["--constraint other.txt", "requirement-include"],
    ["-e .", "requirement-editable"],
    ["--pre", "requirement-option"],
    ["--no-binary :all:", "requirement-option"],
    ["boto3==${VERSION}", "requirement-environment"],
    ["$PACKAGE", "requirement-environment"],
    ["botocore[crt]", "requirement-extra"],
    ["boto3 rm -rf", "requirement-syntax"],
    ["boto3==", "requirement-syntax"],
    ["boto3 --global-option=x", "requirement-syntax"],
    ["boto3; rm -rf", "none"],
  ])("judges %s", (line, rule, near?: string) => {
    // Allowing everything does not open what is refused for another reason.
    const allowed = rule === "requirement-unknown" ? [] : [line, "pandas", "requets", "request", "boto-3"];
    const { diagnostics, wanted } = checkRequirements(["boto3", line], { allowed });
    expect(diagnostics.map((found) => found.rule)).toEqual(rule === "none" ? [] : [rule]);
    expect(wanted).toEqual([]);
    for (const found of diagnostics) {
      expect(found).toMatchObject({ kind: "requirements", severity: "error", line: 2 });
      expect(found.suggestion).toBe(near);
      expect(found.references?.every((reference) => reference.startsWith("CWE-"))).toBe(true);
    }
  });

  it("takes any text without crashing, and wants only plain names", () => {
    assert(
      property(string({ unit: "binary", maxLength: 200 }), (line) => {
        const { wanted } = checkRequirements([line], { allowed: [line] });
        for (const text of wanted) expect(text).toMatch(/^[a-z0-9][a-z0-9-]*([<>=!~].*|;.*|\s+--hash=.*)?$/);
      }),
      { numRuns: 500 },
    );
  });
});
