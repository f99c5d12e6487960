import { array, assert, constantFrom, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { extractCalls } from "./extract-calls.ts";
import { correctScripts, fixtureModels } from "../fixtures/fixture-models.ts";
import { checkNames } from "../names/names.ts";
import { loadPythonParser } from "../syntax.ts";
import { processorTime } from "../../testing/processor-time.ts";

const models = fixtureModels();
const parse = await loadPythonParser();

function callsOf(code: string): readonly string[] {
  const { uses } = extractCalls({ parsed: parse(code), models });
  return checkNames({ uses, models }).calls.map(
    ({ line, service, operation, certain }) => `${line} ${service}:${operation}${certain ? "" : "?"}`,
  );
}

const unresolvedOf = (code: string): readonly string[] =>
  extractCalls({ parsed: parse(code), models }).unresolved.map(({ line, why }) => `${line} ${why}`);

describe("extractCalls", () => {
  it.each([
    ["an alias of the module", 'import boto3 as b\nb.client("ec2").describe_vpcs()', ["2 ec2:DescribeVpcs"]],
    [
      "an alias of a function",
      'from boto3 import client as mk\nmk("ec2").describe_vpcs()',
      ["2 ec2:DescribeVpcs"],
    ],
    [
      "a session",
      'import boto3\nboto3.Session().client(service_name="ec2").describe_vpcs()',
      ["2 ec2:DescribeVpcs"],
    ],
    ["a constant", 'import boto3\nS = "e" + "c2"\nboto3.client(S).describe_vpcs()', ["3 ec2:DescribeVpcs"]],
    [
      "an f-string of constants",
      'import boto3\nN = 2\nboto3.client(f"ec{N}").describe_vpcs()',
      ["3 ec2:DescribeVpcs"],
    ],
    ["a method alias", 'import boto3\nf = boto3.client("ec2").describe_vpcs\nf()', ["3 ec2:DescribeVpcs"]],
    ["getattr", 'import boto3\ngetattr(boto3.client("ec2"), "describe_" + "vpcs")()', ["2 ec2:DescribeVpcs"]],
    [
      "a conditional",
      'import boto3, sys\nc = boto3.client("ec2") if sys.argv else boto3.client("rds")\nc.describe_db_instances()',
      ["3 rds:DescribeDBInstances"],
    ],
    [
      "a lambda",
      'import boto3\nf = lambda c: c.describe_vpcs()\nf(boto3.client("ec2"))',
      ["2 ec2:DescribeVpcs"],
    ],
    [
      "a decorated function",
      'import boto3\nimport functools\n\n@functools.lru_cache\ndef c():\n    return boto3.client("ec2")\nc().describe_vpcs()',
      ["7 ec2:DescribeVpcs"],
    ],
    [
      "a function nobody calls",
      'import boto3\ndef f():\n    boto3.client("ec2").describe_vpcs()',
      ["3 ec2:DescribeVpcs"],
    ],
    [
      "a thread",
      'import boto3, threading\nc = boto3.client("ec2")\nthreading.Thread(target=c.describe_vpcs, kwargs={"MaxResults": 5}).start()',
      ["3 ec2:DescribeVpcs"],
    ],
    [
      "a base class",
      'import boto3\nclass A:\n    def __init__(self, s):\n        self.c = boto3.client(s)\nclass B(A):\n    def go(self):\n        return self.c.describe_vpcs()\nB("ec2").go()',
      ["7 ec2:DescribeVpcs"],
    ],
    [
      "super",
      'import boto3\nclass A:\n    def __init__(self, s):\n        self.c = boto3.client(s)\nclass B(A):\n    def __init__(self):\n        super().__init__("ec2")\n    def go(self):\n        return self.c.describe_vpcs()\nB().go()',
      ["9 ec2:DescribeVpcs"],
    ],
    [
      "a client in a list of unknown things",
      'import boto3\nxs = [boto3.client("ec2")]\nfor x in foo(xs):\n    x.describe_vpcs()',
      ["4 ec2:DescribeVpcs?"],
    ],
    [
      "the meta client",
      'import boto3\nboto3.resource("ec2").meta.client.describe_vpcs()',
      ["2 ec2:DescribeVpcs"],
    ],
    [
      "the low road",
      'import boto3\nboto3.client("ec2")._make_api_call("DescribeVpcs", {})',
      ["2 ec2:DescribeVpcs"],
    ],
    [
      "an unreachable branch over literals",
      'import boto3\nfor s in ("ec2", "rds"):\n    c = boto3.client(s)\n    if s == "ec2":\n        c.describe_vpcs()\n    else:\n        c.describe_db_instances()',
      ["5 ec2:DescribeVpcs", "7 rds:DescribeDBInstances"],
    ],
  ])("resolves %s", (_, code, calls) => {
    expect(callsOf(code)).toEqual(calls);
    expect(unresolvedOf(code)).toEqual([]);
  });

  it.each([
    [
      "a dynamic service",
      "import boto3, sys\nboto3.client(sys.argv[1]).describe_vpcs()",
      "2 the service of boto3.client(…) is not a literal",
    ],
    [
      "a dynamic method",
      'import boto3, sys\ngetattr(boto3.client("ec2"), sys.argv[1])()',
      "2 getattr with a name that is not a literal",
    ],
    [
      "a dynamic paginator",
      'import boto3, sys\nboto3.client("ec2").get_paginator(sys.argv[1]).paginate()',
      "2 the paginator's operation is not a literal",
    ],
    [
      "event handlers",
      'import boto3\nboto3.client("ec2").meta.events.register("before-call", print)',
      "2 event handlers can change what boto3 sends; they are not followed",
    ],
    [
      "unknown arguments",
      'import boto3, json\nboto3.client("ec2", **json.loads(input()))',
      "2 some arguments of boto3.client are not literals",
    ],
  ])("lists %s as unresolved", (_, code, why) => {
    expect(unresolvedOf(code)).toContain(why);
  });

  it("takes any text without crashing", () => {
    assert(
      property(string({ unit: "binary", maxLength: 400 }), (code) => void callsOf(code)),
      { numRuns: 200 },
    );
  });

  it("takes scripts with pieces moved, doubled and cut without crashing", () => {
    const lines = correctScripts().flatMap(({ code }) => code.split("\n"));
    const some = array(constantFrom(...lines), { maxLength: 60 });
    assert(
      property(some, nat(), (chosen, cut) => {
        const code = chosen.join("\n");
        callsOf(code.slice(0, cut % (code.length + 1)));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["deep brackets", "(".repeat(50_000)],
    ["deep calls", `${"f(".repeat(5_000)}1${")".repeat(5_000)}`],
    ["a long chain", `x${".a()".repeat(20_000)}`],
    [
      "nested loops",
      Array.from({ length: 40 }, (_, depth) => `${" ".repeat(depth)}for a${depth} in b:`).join("\n") +
        `\n${" ".repeat(40)}c()`,
    ],
    ["functions that call each other", "def a():\n    return b(), b()\ndef b():\n    return a(), a()\na()"],
    [
      "many functions in a row",
      Array.from(
        { length: 60 },
        (_, i) => `def f${i}(x):\n    return f${i + 1}(x), f${i + 1}(x), f${i + 1}(x)`,
      ).join("\n") + "\nf0(1)",
    ],
    ["a growing string", `x = "a"\n${'x = x + x + f"{x}{x}"\n'.repeat(200)}`],
    ["a long list", `xs = [${"1, ".repeat(30_000)}]\nfor x in xs:\n    pass`],
    ["many branches", "if a:\n    x = {}\nelse:\n    x = []\n".repeat(1_000)],
  ])("ends soon on %s", (_, code) => {
    const start = processorTime();
    callsOf(code);
    expect(processorTime() - start).toBeLessThan(8_000);
  });
});
