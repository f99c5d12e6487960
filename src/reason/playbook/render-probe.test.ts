import { describe, expect, it } from "vitest";
import { parseProbe } from "../../content/load-probes.ts";
import { pythonLiteral, renderProbe } from "./render-probe.ts";

const code = `"""Reads queues.

variables:
  names: {type: list, description: "which", pattern: "^[a-z-]+$", default: []}
  since: {type: string, description: "from", default: "2026-01-01T00:00:00Z"}
  period: {type: integer, description: "seconds", default: 300}
  deep: {type: boolean, description: "all", default: false}
"""
import json

# variables
names = []
since = "2026-01-01T00:00:00Z"
period = 300
deep = False
# end of variables

print(json.dumps(names))
`;
const probe = parseProbe("sqs/queues", code, "queues.py");

describe("rendering", () => {
  it("replaces the variables and nothing else", () => {
    const rendered = renderProbe(probe, { names: ["a", "b-c"], period: 60, deep: true });
    expect(rendered).toContain(
      '# variables\nnames = ["a", "b-c"]\nsince = "2026-01-01T00:00:00Z"\nperiod = 60\ndeep = True\n# end of variables',
    );
    expect(rendered.split("# end of variables")[1]).toBe(code.split("# end of variables")[1]);
  });

  it("leaves a probe without variables as it is", () => {
    const plain = '"""Lists.\n\nvariables: {}\n"""\nprint(1)\n';
    expect(renderProbe(parseProbe("x/y", plain, "y.py"), {})).toBe(plain);
  });

  it.each([
    ["a value of another type", { names: "a" }],
    ["a value that does not match the pattern", { names: ['a"]; import os #'] }],
    ["a variable that is not declared", { other: 1 }],
    ["a number that is no integer", { period: 1.5 }],
  ])("refuses %s", (_what, variables) => {
    expect(() => renderProbe(probe, variables)).toThrow(/sqs\/queues/);
  });

  it.each([
    ['a"b', String.raw`"a\"b"`],
    ["a\\nb", String.raw`"a\\nb"`],
    ["a\nb", String.raw`"a\nb"`],
    ["$& $1", '"$& $1"'],
    ["é\u2028", String.raw`"\u00e9\u2028"`],
    ['"""\n# end of variables', String.raw`"\"\"\"\n# end of variables"`],
  ])("quotes %j", (value, literal) => {
    expect(pythonLiteral(value)).toBe(literal);
    expect(renderProbe(probe, { since: value })).toContain(`since = ${literal}\n`);
  });
});
