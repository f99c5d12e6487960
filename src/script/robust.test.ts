import { array, assert, asyncProperty, constantFrom, nat, string, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { correctScripts, fixtureChecker, place } from "./fixtures/fixture-models.ts";
import { processorTime } from "../testing/processor-time.ts";

const checker = fixtureChecker();

/** Any text gives an answer, and one that holds together. */
async function survives(code: string): Promise<void> {
  const checked = await checker.check({ code, requirements: [code.slice(0, 200)], ...place });
  expect(typeof checked.ok).toBe("boolean");
  expect(checked.ok).toBe(!checked.diagnostics.some(({ severity, fixed }) => severity === "error" && !fixed));
  for (const { line } of checked.diagnostics) expect(line).toBeGreaterThan(0);
}

const texts = correctScripts().map(({ code }) => code);

describe("any text", { timeout: 60_000 }, () => {
  it("of random characters", async () => {
    await assert(asyncProperty(string({ unit: "binary", maxLength: 300 }), survives), { numRuns: 40 });
  });

  it("of random bytes, with halves of characters among them", async () => {
    const bytes = asyncProperty(uint8Array({ maxLength: 300 }), (raw) =>
      survives(String.fromCharCode(...raw, 0xd800 + (raw[0] ?? 0))),
    );
    await assert(bytes, { numRuns: 30 });
  });

  it("of a script that was cut", async () => {
    await assert(
      asyncProperty(constantFrom(...texts), nat(), (code, at) =>
        survives(code.slice(0, at % (code.length + 1))),
      ),
      { numRuns: 30 },
    );
  });

  it("of lines of scripts in any order", async () => {
    const lines = texts.flatMap((code) => code.split("\n"));
    await assert(
      asyncProperty(array(constantFrom(...lines), { maxLength: 50 }), (some) => survives(some.join("\n"))),
      { numRuns: 30 },
    );
  });
});

const client = 'import boto3\nc = boto3.client("ec2")\n';

describe("hostile texts end soon", () => {
  it.each([
    ["100,000 brackets", "(".repeat(100_000)],
    ["pairs of brackets", "[".repeat(50_000) + "]".repeat(50_000)],
    ["a line of 5 MB", `x = "${"a".repeat(5_000_000)}"`],
    ["a long line that is just short enough", `x = [${"1, ".repeat(10_000)}]`],
    ["NUL", 'import boto3\0\nprint("\0")\n'],
    ["a lone surrogate", 'print("\ud800")\n# \udfff\n'],
    ["CRLF", `${client}print(c.describe_vpcs())\n`.replaceAll("\n", "\r\n")],
    ["only carriage returns", `${client}print(c.describe_vpcs())\n`.replaceAll("\n", "\r")],
    ["a byte order mark", `\ufeff${client}print(c.describe_vpcs())\n`],
    ["tabs", `${client}for v in c.describe_vpcs()["Vpcs"]:\n\tprint(v)\n        print(v)\n`],
    ["form feeds", `${client}\f\nprint(c)\n\f`],
    [
      "letters of other scripts",
      `${client}ｃ = c\nprint(ｃ.describe_vpcs(), ℂ)\nд = 𝔡 = c\nд.describe_vpcs()\n`,
    ],
    ["nested comprehensions", `x = ${"[y for y in ".repeat(80)}[]${"]".repeat(80)}`],
    [
      "comprehensions of many clauses",
      `x = [a ${Array.from({ length: 24 }, (_, i) => `for a${i} in [1, 2, 3]`).join(" ")}]`,
    ],
    ["nested lambdas", `f = ${"lambda: ".repeat(300)}1\nf()`],
    [
      "nested functions",
      Array.from({ length: 80 }, (_, i) => `${" ".repeat(i)}def f${i}():`).join("\n") +
        `\n${" ".repeat(80)}pass`,
    ],
    [
      "a function that calls itself twice",
      `${client}def f(x):\n    return [f(c.describe_vpcs()), f(x)]\nf(f)`,
    ],
    ["a class that is its own base", "class A(A):\n    def __init__(self):\n        super().__init__()\nA()"],
    [
      "classes that make each other",
      "class A:\n    def __init__(self):\n        self.b = B()\nclass B:\n    def __init__(self):\n        self.a = A()\nA()",
    ],
    [
      "a list that holds itself",
      `${client}x = []\nx.append(x)\nfor y in x:\n    for z in y:\n        c.describe_vpcs(VpcIds=z)\nc.describe_vpcs(VpcIds=x, Filters=[x])`,
    ],
    [
      "a dictionary that holds itself",
      `${client}x = {}\nx["a"] = x\nc.describe_vpcs(**x)\nc.describe_vpcs(Filters=[x])`,
    ],
    [
      "an answer put into itself",
      `${client}v = c.describe_vpcs()\nv["Vpcs"] = v\nwhile v:\n    v = v["Vpcs"]\n    v = v["Vpcs"][0]`,
    ],
    [
      "a property that reads itself",
      "class A:\n    @property\n    def x(self):\n        return self.x + self.x\nA().x",
    ],
    [
      "a partial of itself",
      "import functools\nf = functools.partial(print)\nfor _ in range(9):\n    f = functools.partial(f, f)\nf()",
    ],
    [
      "a key function of itself",
      `${client}def k(x):\n    return sorted(x["Vpcs"], key=k)\nsorted([c.describe_vpcs()], key=k)`,
    ],
    [
      "prototype names",
      `${client}x = {"__proto__": 1, "constructor": 2}\nprint(x["__proto__"], c.describe_vpcs()["__proto__"], c.describe_vpcs()["constructor"], c.__proto__, c.constructor())\nboto3.client("__proto__").toString()\n`,
    ],
    ["strings that never end", '"""'.repeat(10_001)],
    ["backslashes", "\\\n".repeat(50_000)],
    ["many comments that silence", "x = 1  # noqa\n".repeat(500)],
    ["many imports", Array.from({ length: 300 }, (_, i) => `import missing${i}`).join("\n")],
    ["many undefined names", Array.from({ length: 200 }, (_, i) => `print(json, name${i})`).join("\n")],
    ["f-strings in f-strings", `x = ${'f"{'.repeat(60)}1${'}"'.repeat(60)}`],
    [
      "a match with many cases",
      `match x:\n${"    case {'a': [*b], **c} | (1, 2):\n        pass\n".repeat(60)}`,
    ],
    ["one line of many statements", "c = 1;".repeat(500)],
  ])("%s", { timeout: 30_000 }, async (_, code) => {
    const begun = processorTime();
    await survives(code);
    expect(processorTime() - begun).toBeLessThan(20_000);
  });
});
