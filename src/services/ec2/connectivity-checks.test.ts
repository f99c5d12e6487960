import { describe, expect, it } from "vitest";
import type { Facts } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import type { Question } from "../../core/question.ts";
import type { CheckContext, Subject } from "../../diagnose/check.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Told } from "../../testing/recorded.ts";
import { account, group, local, machine, rule, anyone } from "./connectivity/test-account.ts";
import { checks } from "./connectivity-checks.ts";
import { readers } from "./facts.ts";

const networkPath = checks[0];
const instanceState = checks[1];

function context(facts: Facts, subjects: readonly Subject[], over: Partial<Question> = {}): CheckContext {
  const window = { from: "2026-11-20T21:00:00Z", to: "2026-11-21T00:00:00Z" };
  return {
    facts,
    subjects,
    question: {
      text: "",
      mentions: [],
      ports: [],
      actions: [],
      services: [],
      window,
      symptoms: ["connectivity"],
      ...over,
    },
    now: window.to,
    region: "us-east-1",
  };
}

const subject = (type: string, id: string, role: Subject["role"]): Subject => ({
  ref: { type, id },
  role,
  text: id,
});
const internet = (role: Subject["role"]) => subject("Internet", "internet", role);
const blamedIn = (result: ReturnType<NonNullable<typeof networkPath>["run"]> | undefined) =>
  result?.kind === "fault"
    ? result.faults.map((fault) => `${fault.resource.id} ${fault.property}`)
    : result?.kind;

describe("network.path", () => {
  const web = [internet("source"), subject("AWS::EC2::Instance", "i-web", "target")];
  it.each([
    { name: "an open way is fine", over: {}, subjects: web, expected: "fine" },
    {
      name: "names the group that does not admit",
      over: {},
      subjects: web,
      ports: [22],
      expected: ["sg-web IpPermissions"],
    },
    {
      name: "names the subnet that lacks its association, not the main table",
      over: {},
      subjects: [internet("source"), subject("AWS::EC2::Instance", "i-lost", "target")],
      expected: ["subnet-lost route table association"],
    },
    {
      name: "names the gateway that is detached",
      over: { DescribeInternetGateways: [{ InternetGatewayId: "igw-1", Attachments: [] }] },
      subjects: web,
      expected: ["igw-1 Attachments"],
    },
    {
      name: "names the table that lacks the way out",
      over: {
        DescribeRouteTables: [
          {
            RouteTableId: "rtb-prv",
            VpcId: "vpc-1",
            Associations: [{ SubnetId: "subnet-prv" }],
            Routes: [local],
          },
        ],
      },
      subjects: [subject("AWS::Lambda::Function", "worker", "source")],
      expected: ["rtb-prv Routes"],
    },
    {
      name: "names a NAT gateway in a private subnet",
      over: {
        DescribeNatGateways: [
          {
            NatGatewayId: "nat-1",
            VpcId: "vpc-1",
            SubnetId: "subnet-prv",
            State: "available",
            NatGatewayAddresses: [],
          },
        ],
      },
      subjects: [subject("AWS::EC2::Instance", "i-app", "source")],
      expected: ["nat-1 SubnetId"],
    },
    {
      name: "lets the function reach its database",
      over: {},
      subjects: [
        subject("AWS::Lambda::Function", "worker", "source"),
        subject("AWS::RDS::DBInstance", "shop-db", "target"),
      ],
      expected: "fine",
    },
    {
      name: "names the database whose port differs from the group's and the client's",
      over: { port: 5433 },
      subjects: [
        subject("AWS::Lambda::Function", "worker", "source"),
        subject("AWS::RDS::DBInstance", "shop-db", "target"),
      ],
      expected: ["shop-db Endpoint.Port"],
    },
    {
      name: "names two independent faults",
      over: {
        port: 5433,
        DescribeSecurityGroups: [
          group("sg-app", [], [rule(443, anyone)]),
          group("sg-db", [rule(5432, { UserIdGroupPairs: [{ GroupId: "sg-app" }] })]),
        ],
      },
      subjects: [
        subject("AWS::Lambda::Function", "worker", "source"),
        subject("AWS::RDS::DBInstance", "shop-db", "target"),
      ],
      expected: ["shop-db Endpoint.Port", "sg-app IpPermissionsEgress"],
    },
    {
      name: "blames nothing for a private machine that nobody asked to reach from outside",
      over: {},
      subjects: [subject("AWS::EC2::Instance", "i-app", "target")],
      expected: "apart",
    },
    {
      name: "has nothing to say of a database alone",
      over: {},
      subjects: [subject("AWS::RDS::DBInstance", "shop-db", "target")],
      expected: "apart",
    },
  ])("$name", ({ over, subjects, ports = [], expected }) => {
    const result = networkPath?.run(context(account(over), subjects, { ports }));
    expect(blamedIn(result)).toEqual(expected);
    if (result?.kind === "fault")
      for (const fault of result.faults) expect(fault.evidence.length).toBeGreaterThan(0);
  });

  it("asks for the network first", () => {
    const result = networkPath?.run(context(factsOf([], readers, "123456789012"), web));
    expect(result).toMatchObject({ kind: "needs", probes: [{ probe: "ec2/network" }] });
  });

  it("says what is missing where a list was refused, and asks no more", () => {
    const facts = factsOf(
      recorded([
        {
          service: "ec2",
          operation: "DescribeRouteTables",
          error: { code: "UnauthorizedOperation", message: "no" },
        },
        {
          service: "ec2",
          operation: "DescribeInstances",
          response: {
            Reservations: [
              { Instances: [machine("i-web", "web", "subnet-pub", "10.0.0.10", "sg-web", "203.0.113.10")] },
            ],
          },
        },
      ]),
      readers,
      "123456789012",
    );
    expect(networkPath?.run(context(facts, web))?.kind).toBe("gap");
  });

  it("does not take a closed way for a fault where openness is asked for", () => {
    expect(
      networkPath?.run(
        context(account(), web, {
          ports: [22],
          symptoms: ["exposure"],
          text: "Is web open to the internet on 22?",
        }),
      )?.kind,
    ).toBe("apart");
  });
});

describe("ec2.instance-state", () => {
  const status = (over: JsonObject): Told => ({
    service: "ec2",
    operation: "DescribeInstanceStatus",
    response: {
      InstanceStatuses: [
        { InstanceId: "i-app", SystemStatus: { Status: "ok" }, InstanceStatus: { Status: "ok" }, ...over },
      ],
    },
  });
  const app = [subject("AWS::EC2::Instance", "i-app", "subject")];
  it.each([
    ["a healthy machine", status({}), {}, "fine"],
    ["a failed system check", status({ SystemStatus: { Status: "impaired" } }), {}, ["i-app SystemStatus"]],
    [
      "a retirement",
      status({
        Events: [{ Code: "instance-retirement", Description: "degraded hardware", NotBefore: "2026-12-01" }],
      }),
      {},
      ["i-app Events"],
    ],
    [
      "an event that is over",
      status({ Events: [{ Code: "system-reboot", Description: "[Completed] reboot" }] }),
      {},
      "fine",
    ],
    [
      "a stopped machine",
      status({}),
      {
        instances: [
          { ...machine("i-app", "app", "subnet-prv", "10.0.2.10", "sg-app"), State: { Name: "stopped" } },
        ],
      },
      ["i-app State.Name"],
    ],
  ] as const)("%s", (_name, read, over, expected) => {
    expect(blamedIn(instanceState?.run(context(account(over, [read]), app)))).toEqual(expected);
  });
});
