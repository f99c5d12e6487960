import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fixtureChecker, fixtureModels, place } from "./fixtures/fixture-models.ts";
import { methodName } from "./names/method-name.ts";
import { createLinter } from "./lint/lint.ts";

const checker = fixtureChecker();
const check = (code: string, requirements: readonly string[] = []) =>
  checker.check({ code, requirements, ...place });

describe("checkScript", () => {
  it("adds missing imports, and shows it", async () => {
    const { ok, fixedCode, diff, diagnostics } = await check(
      '"""Doc."""\nprint(json.dumps(boto3.client("s3").list_buckets()["Buckets"], default=str))\n',
    );
    expect(ok).toBe(true);
    expect(fixedCode).toMatch(/^"""Doc."""\n\nimport json\n\nimport boto3\n/);
    expect(diff).toContain("+import json");
    expect(diagnostics.filter(({ rule }) => rule === "F821").map(({ fixed }) => fixed)).toEqual([true, true]);
  });

  it("strips comments that silence checks, on the lines they stood on", async () => {
    const { diagnostics, fixedCode } = await check(
      "import json  # noqa\nx = eval('1')  # noqa: S307  # why\nprint(x, '# noqa stays in text')\n",
    );
    expect(fixedCode).not.toMatch(/ # noqa/);
    expect(fixedCode).toContain("'# noqa stays in text'".replaceAll("'", '"'));
    expect(diagnostics.filter(({ rule }) => rule === "suppression-comment").map(({ line }) => line)).toEqual([
      1, 2,
    ]);
    expect(
      diagnostics.some(
        ({ kind, severity, line }) => kind === "security" && severity === "error" && line === 2,
      ),
    ).toBe(true);
  });

  it("does not hold against a script what its fixes take out", async () => {
    const { ok, diagnostics } = await check(
      'import socket\nimport pandas\nimport boto3\nprint(boto3.client("s3").list_buckets())\n',
    );
    expect(diagnostics.filter(({ severity, fixed }) => severity === "error" && !fixed)).toEqual([]);
    expect(ok).toBe(true);
  });

  it("changes nothing in a script that needs nothing", async () => {
    const code = 'import boto3\n\nprint(boto3.client("s3").list_buckets()["Buckets"])\n';
    expect(await check(code)).toMatchObject({
      ok: true,
      diagnostics: [],
      fixedCode: code,
      diff: "",
      unresolved: [],
      requirements: ["boto3"],
      estimate: { awsCalls: 1, usd: 0 },
    });
  });

  it("counts loops and lists in its estimate", async () => {
    const { estimate } = await check(
      'import boto3\n\ns3 = boto3.client("s3")\nfor bucket in s3.list_buckets()["Buckets"]:\n    s3.get_bucket_acl(Bucket=bucket["Name"])\nlogs = boto3.client("logs")\nlogs.start_query(startTime=1, endTime=2, queryString="x", logGroupName="g")\n',
    );
    expect(estimate).toEqual({ awsCalls: 12, usd: 0.005 });
  });

  it("says no to what is refused in the requirements", async () => {
    const { ok, diagnostics, requirements } = await check("import boto3\n\nprint(boto3)\n", [
      "boto3",
      "requests",
    ]);
    expect([ok, requirements, diagnostics.map(({ rule }) => rule)]).toEqual([
      false,
      ["boto3"],
      ["requirement-unknown"],
    ]);
  });

  it.each([
    "",
    "\n",
    "\u0000",
    "print('é🙂')\n",
    "x".repeat(300_000),
    "(".repeat(100_000),
    "\ufeffimport boto3\n",
    "import boto3\r\nprint(boto3)\r\n",
  ])("takes any text: %#", async (code) => {
    expect(typeof (await check(code)).ok).toBe("boolean");
  });
});

describe("the linter", () => {
  it("starts again after it was closed", async () => {
    const linter = createLinter();
    expect((await linter.lint("import os\n"))?.fixed).toBe("");
    await linter[Symbol.asyncDispose]();
    expect((await linter.lint("x=1\n"))?.fixed).toBe("x = 1\n");
    await linter[Symbol.asyncDispose]();
  });
});

describe("methodName", () => {
  it.each([
    ["DescribeDBInstances", "describe_db_instances"],
    ["ListObjectsV2", "list_objects_v2"],
    ["GetBucketAcl", "get_bucket_acl"],
    ["CreateVpc", "create_vpc"],
    ["ListWebACLs", "list_web_acls"],
    ["ListMFADevices", "list_mfa_devices"],
    ["ExecutePartiQLStatement", "execute_partiql_statement"],
    ["CreateCachediSCSIVolume", "create_cached_iscsi_volume"],
  ])("makes %s to %s", (operation, method) => expect(methodName(operation)).toBe(method));
});

describe("the probes of the services", () => {
  const services = new URL("../services/", import.meta.url);
  const probes = readdirSync(services, { recursive: true, encoding: "utf8" }).filter((path) =>
    /\/probes\/[^/]+\.py$/.test(path),
  );
  const known = new Set(fixtureModels().names());

  it("are there", () => expect(probes.length).toBeGreaterThan(0));

  /** Names are checked where the trimmed models know the service; syntax, lint and security everywhere. */
  it.each(probes)("%s passes", async (path) => {
    const { diagnostics } = await check(readFileSync(new URL(path, services), "utf8"));
    const alarms = diagnostics.filter(
      ({ severity, kind }) => severity !== "info" && kind !== "api-name" && kind !== "api-parameter",
    );
    expect([alarms, known.size > 0]).toEqual([[], true]);
  });
});
