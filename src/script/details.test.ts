import { describe, expect, it } from "vitest";
import { fixtureChecker, place } from "./fixtures/fixture-models.ts";

const checker = fixtureChecker();
const said = async (code: string) => {
  const { diagnostics } = await checker.check({ code: `import boto3\n${code}\n`, ...place });
  return diagnostics.map(({ rule, severity, suggestion, references = [] }) => ({
    rule,
    severity,
    suggestion,
    references,
  }));
};

describe("regions", () => {
  it.each([
    ["us-esat-1", "error", "us-east-1"],
    ["us-east-1a", "error", "us-east-1"],
    ["eu-central", "error", "eu-central-1"],
    // May be newer than this list.
    ["eu-north-7", "warning", "eu-north-1"],
  ])("%s", async (region, severity, suggestion) => {
    const found = await said(`print(boto3.client("ec2", region_name="${region}").describe_vpcs())`);
    expect(found).toContainEqual({ rule: "unknown-region", severity, suggestion, references: [] });
  });

  it.each(["us-gov-west-1", "cn-north-1", "eusc-de-east-1", "il-central-1"])("%s is one", async (region) => {
    const found = await said(`print(boto3.Session(region_name="${region}").client("ec2").describe_vpcs())`);
    expect(found.map(({ rule }) => rule)).not.toContain("unknown-region");
  });
});

describe("Config", () => {
  const config = (options: string) =>
    said(
      `from botocore.config import Config\nprint(boto3.client("ec2", config=Config(${options})).describe_vpcs())`,
    );

  it("has no options of other names", async () => {
    expect(await config("read_timout=3")).toContainEqual(
      expect.objectContaining({ rule: "unknown-keyword", severity: "error", suggestion: "read_timeout" }),
    );
    expect(await config('retries={"max_attempt": 3}')).toContainEqual(
      expect.objectContaining({ rule: "unknown-keyword", suggestion: "max_attempts" }),
    );
  });

  it("is advised on retries and waits without a bound, with the best practice", async () => {
    expect(await config('retries={"max_attempts": 50}, read_timeout=None')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: "retry-limit", references: expect.arrayContaining(["REL05-BP03"]) }),
        expect.objectContaining({ rule: "no-timeout", references: expect.arrayContaining(["REL05-BP05"]) }),
      ]),
    );
  });

  it("is let alone where it is right", async () => {
    const found = await config('retries={"max_attempts": 3, "mode": "adaptive"}, read_timeout=20');
    expect(found.filter(({ severity }) => severity !== "info")).toEqual([]);
  });
});

describe("secrets in the text", () => {
  it.each([
    ["-----BEGIN RSA PRIVATE KEY-----", "hard-coded-credential", "error"],
    [`ghp_${"a1B2".repeat(9)}`, "hard-coded-credential", "error"],
  ])("%s", async (secret, rule, severity) => {
    expect(await said(`print("${secret}")`)).toContainEqual({
      rule,
      severity,
      suggestion: undefined,
      references: ["CWE-798", "SEC02-BP03"],
    });
  });

  it("does not take the id of a key for one", async () => {
    const found = await said(
      'print(boto3.client("iam").get_access_key_last_used(AccessKeyId="AKIAIOSFODNN7EXAMPLE"))',
    );
    expect(found.map(({ rule }) => rule)).not.toContain("hard-coded-credential");
  });
});

describe("pages that nobody reads", () => {
  it("are told of, as information", async () => {
    const found = await said('print(boto3.client("ec2").describe_instances()["Reservations"])');
    expect(found).toContainEqual(expect.objectContaining({ rule: "unread-pages", severity: "info" }));
  });

  it("are read by who follows the token", async () => {
    const code =
      'ec2 = boto3.client("ec2")\npage = ec2.describe_instances()\nwhile page.get("NextToken"):\n    page = ec2.describe_instances(NextToken=page["NextToken"])';
    expect((await said(code)).map(({ rule }) => rule)).not.toContain("unread-pages");
  });
});

describe("comments that silence checks", () => {
  it.each([
    "noqa",
    "NOQA: E501",
    "nosec",
    "type: ignore[x]",
    "fmt: off",
    "isort: skip",
    "pylint: disable=all",
    "ruff: noqa",
    "flake8: noqa",
    "pyright: ignore",
    "mypy: ignore-errors",
    "NOSONAR",
    "noinspection PyX",
    "autopep8: off",
    "lgtm[x]",
  ])("%s", async (comment) => {
    const { fixedCode, diagnostics } = await checker.check({
      code: `print(eval("1"))  # ${comment}\n`,
      ...place,
    });
    expect(fixedCode).not.toContain(comment);
    expect(diagnostics.some(({ kind, severity }) => kind === "security" && severity === "error")).toBe(true);
  });

  it("leaves other comments", async () => {
    const code = "x = 1  # type of thing; not secret\nprint(x)\n";
    expect((await checker.check({ code, ...place })).fixedCode).toBe(code);
  });
});
