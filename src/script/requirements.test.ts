import { describe, expect, it } from "vitest";
import { checkRequirements } from "./requirements.ts";

describe("checkRequirements", () => {
  it("takes shipped packages, however they are written", () => {
    const lines = [
      "boto3>=1.34,<2 ; python_version > '3.8'",
      "# comment",
      "",
      "Python_DateUtil==2.9.0  # dates",
      "botocore[crt]",
      "six",
    ];
    expect(checkRequirements(lines)).toEqual({
      accepted: ["boto3", "botocore", "python-dateutil", "six"],
      diagnostics: [],
    });
  });

  it.each([
    ["bото3", "requirement-syntax"],
    ["boto", "requirement-typosquat"],
    ["bot03", "requirement-typosquat"],
    ["boto-3", "requirement-typosquat"],
    ["urlib3", "requirement-typosquat"],
    ["dateutil", "requirement-typosquat"],
    ["pandas", "requirement-unknown"],
    ["git+https://example.com/x.git", "requirement-source"],
    ["boto3 @ https://example.com/boto3.whl", "requirement-source"],
    ["./local", "requirement-source"],
    ["boto3-1.0.tar.gz", "requirement-archive"],
    ["--index-url https://example.com/simple", "requirement-option"],
    ["-r other.txt", "requirement-option"],
    ["boto3; rm -rf", "none"],
  ])("judges %s", (line, rule) => {
    const { diagnostics } = checkRequirements(["boto3", line]);
    expect(diagnostics.map((found) => found.rule)).toEqual(rule === "none" ? [] : [rule]);
    for (const found of diagnostics)
      expect(found).toMatchObject({ kind: "requirements", severity: "error", line: 2 });
  });
});
