import type { Probe, ProbeRequest } from "../../src/core/probe.ts";
import { misfitOf } from "../../src/reason/playbook/render-probe.ts";

type Values = ProbeRequest["variables"];

/** Things that a variable may be asked to hold, whatever its pattern. */
const things = [
  "sample",
  "any",
  "123456789012",
  "us-east-1",
  "2026-01-02",
  "2026-01-02T03:04:05Z",
  ...["vpc", "i", "vpce", "fs", "sg", "subnet"].map((kind) => `${kind}-0123456789abcdef0`),
  ...["sns:us-east-1:123456789012:topic", "lambda:us-east-1:123456789012:function:sample"].map(
    (rest) => `arn:aws:${rest}`,
  ),
  "arn:aws:acm:us-east-1:123456789012:certificate/0123",
  "arn:aws:kinesis:us-east-1:123456789012:stream/sample",
  "arn:aws:dynamodb:us-east-1:123456789012:table/sample",
  "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/sample/0123456789abcdef",
  "s3:GetObject",
  "sample:Average",
  "AWS/EC2",
  "name=sample",
];

/** A probe as it stands, and once with something in each of its variables. Throws where nothing fits: a thing is missing above. */
export function valuesFor(probe: Probe): readonly Values[] {
  const needed = Object.entries(probe.variables).filter(([, variable]) => variable.default === undefined);
  const texts = Object.entries(probe.variables).filter(
    ([, { type }]) => type === "string" || type === "list",
  );
  const fill = (entries: typeof texts): Values =>
    Object.fromEntries(entries.map(([name, variable]) => [name, valueFor(probe.id, name, variable)]));
  return texts.length === 0 ? [fill(needed)] : [fill(needed), fill([...new Set([...needed, ...texts])])];
}

function valueFor(id: string, name: string, variable: Probe["variables"][string]): Values[string] {
  if (variable.type === "integer") return 60;
  if (variable.type === "boolean") return true;
  const named = /(since|until|from|to|start|end|at)$/i.test(name) ? "2026-01-02T03:04:05Z" : undefined;
  const fitting = [...(named === undefined ? [] : [named]), ...things].find(
    (thing) => misfitOf(variable.type === "list" ? [thing] : thing, variable) === undefined,
  );
  if (fitting === undefined)
    throw new Error(`nothing fits ${name} of ${id} (${variable.pattern ?? "no pattern"}): add an example`);
  return variable.type === "list" ? [fitting] : fitting;
}
