import type { AgentOptions } from "../agent/agent.ts";
import type { Finding } from "../core/finding.ts";
import type { Json } from "../core/json/json.ts";
import type { ScriptCheck } from "../core/script.ts";
import { listReader, text } from "../facts/reader.ts";
import type { Draft, Situation } from "../reason/reason.ts";
import { createFakeBroker } from "./fake-broker.ts";
import type { Cloud } from "./fake-broker.ts";
import { createFakeReasoner } from "./fake-reasoner.ts";
import { createFakeSandbox } from "./fake-sandbox.ts";
import { createMemoryStore } from "./memory-store.ts";

export const instance = {
  InstanceId: "i-0aaaaaaaaaaaaaaa1",
  SecurityGroups: [{ GroupId: "sg-0aaaaaaaaaaaaaaa1" }],
};
const group = { GroupId: "sg-0aaaaaaaaaaaaaaa1", IpPermissions: [] as Json[] };

/** A small account: one instance, its group without rules, and a list of networks in two pages. */
export const cloud: Cloud = {
  "ec2:DescribeInstances": [{ Reservations: [{ Instances: [instance] }] }],
  "ec2:DescribeSecurityGroups": [{ SecurityGroups: [group] }],
  "ec2:DescribeVpcs": [
    { Vpcs: [{ VpcId: "vpc-0aaaaaaaaaaaaaaa1" }] },
    { Vpcs: [{ VpcId: "vpc-0aaaaaaaaaaaaaaa2" }] },
  ],
};

const readers = [
  listReader("ec2", "DescribeInstances", "Reservations/*/Instances/*", (item) => ({
    type: "AWS::EC2::Instance",
    id: text(item, "InstanceId"),
  })),
  listReader("ec2", "DescribeSecurityGroups", "SecurityGroups/*", (item) => ({
    type: "AWS::EC2::SecurityGroup",
    id: text(item, "GroupId"),
  })),
  listReader("ec2", "DescribeVpcs", "Vpcs/*", (item) => ({ type: "AWS::EC2::VPC", id: text(item, "VpcId") })),
];

const probe = (name: string) => ({
  task: name,
  reason: `reads ${name}`,
  probe: { probe: `ec2/${name}`, variables: {}, reason: "" },
});

/** Two reads side by side (one mends itself at the second try, one refused read in it), then a third, then the answer. */
function tasksOf({ facts }: Situation) {
  if (facts.all("AWS::EC2::Instance").length === 0)
    return [probe("instances"), probe("networks"), probe("broken")];
  return facts.all("AWS::EC2::SecurityGroup").length === 0 ? [probe("groups")] : [];
}

const scripts = {
  instances: [
    "read ec2:DescribeInstances\nfail ValueError: at first",
    'read ec2:DescribeInstances\nread ec2:DescribeNothing\nprint {"instances":1}',
  ],
  networks: ['read ec2:DescribeVpcs\nprint {"networks":2}'],
  broken: ["fail botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling"],
  groups: ['read ec2:DescribeSecurityGroups\nprint {"groups":1}'],
};

export function faultOf(situation: Situation): Draft {
  const { facts } = situation;
  const [found] = facts.all("AWS::EC2::SecurityGroup");
  const [vpcs, ...others] = facts.reads("ec2", "DescribeVpcs");
  if (!found || !vpcs?.complete || others.length > 0)
    return {
      verdict: "inconclusive",
      summary: "Too little is known.",
      findings: [],
      ruledOut: [],
      gaps: ["the groups"],
    };
  const finding: Finding = {
    rank: 1,
    title: "sg-0aaaaaaaaaaaaaaa1 admits nothing.",
    severity: "high",
    standing: "proved",
    confidence: 1,
    resource: { type: found.type, id: found.id },
    property: "IpPermissions",
    observed: [],
    expected: "a rule",
    explanation: "IpPermissions is empty.",
    pillars: [],
    evidence: [facts.cite(found, "/IpPermissions")],
  };
  const evidence = [...facts.citeAbsence(vpcs, "/Vpcs", "[?IsDefault]")];
  return {
    verdict: "fault-found",
    summary: "The group admits nothing.",
    findings: [finding],
    ruledOut: [{ check: "default network", evidence }],
    gaps: [],
  };
}

const accepted: Omit<ScriptCheck, "fixedCode"> = {
  ok: true,
  diagnostics: [],
  diff: "",
  calls: [],
  policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ec2:Describe*", Resource: "*" }] },
  unresolved: [],
  requirements: [],
  estimate: { awsCalls: 1, usd: 0 },
};

/** Everything an agent needs, of doubles; `more` replaces parts. `sent` counts what really went to the cloud. */
export function makeWorld(more: Partial<AgentOptions> = {}) {
  const sandbox = createFakeSandbox();
  const sent: string[][] = [];
  const store = createMemoryStore();
  const clock = { at: Date.parse("2026-11-21T10:00:00.000Z") };
  const options: AgentOptions = {
    reasoner: createFakeReasoner({ tasks: tasksOf, scripts, conclude: faultOf }),
    checker: { check: ({ code }) => ({ ...accepted, fixedCode: code }) },
    sandbox,
    broker: (needs) => {
      const broker = createFakeBroker(cloud, needs);
      sent.push(broker.sent as string[]);
      return broker;
    },
    store,
    readers,
    now: () => new Date((clock.at += 1)),
    ...more,
  };
  return { options, sandbox, store: options.store, sent: () => sent.flat() };
}
