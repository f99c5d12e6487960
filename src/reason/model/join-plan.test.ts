import { describe, expect, it } from "vitest";
import type { Facts } from "../../core/facts.ts";
import type { Probe } from "../../core/probe.ts";
import { factsOf } from "../../facts/fact-base.ts";
import type { Plan, Situation } from "../reason.ts";
import { joinPlan } from "./join-plan.ts";
import type { PlanShape } from "./shapes.ts";

const facts: Facts = factsOf([], [], "123456789012");
const probe: Probe = {
  id: "ec2/network",
  summary: "Reads the network.",
  variables: {
    vpc_ids: { type: "list", description: "VPCs", pattern: "^vpc-[0-9a-f]+$", default: [] },
    hours: { type: "integer", description: "hours", default: 3 },
    name: { type: "string", description: "a name" },
  },
  code: "",
};
const probes = new Map([[probe.id, probe]]);
const situation: Situation = {
  question: {
    text: "why?",
    mentions: [],
    ports: [],
    actions: [],
    services: [],
    window: { from: "", to: "" },
  },
  facts,
  iteration: 2,
  left: 2,
  tried: [
    { task: "Read the trail's events about the bucket reports of yesterday", reason: "", status: "done" },
  ],
  region: "us-east-1",
  now: "2026-01-01T00:00:00Z",
};
const enough: Plan = { kind: "conclude", why: "enough", verdicts: [] };
const asking: Plan = {
  kind: "collect",
  why: "more",
  tasks: [{ task: "Read queues", reason: "" }],
  verdicts: [],
};
const said = (tasks: PlanShape["tasks"], decision: PlanShape["decision"] = "collect"): PlanShape => ({
  decision,
  why: "because",
  tasks,
});
const task = (text: string, more: Partial<PlanShape["tasks"][number]> = {}) => ({
  task: text,
  reason: "r",
  probe: null,
  variables: [],
  ...more,
});
const join = (code: Plan, plan: PlanShape) =>
  joinPlan({ code, said: plan, model: "m", situation, probes, codeName: "playbook" });

describe("joining a model's plan with code's", () => {
  it("reads what the checks ask for, whatever the model says", () => {
    expect(join(asking, said([], "conclude"))).toMatchObject({
      kind: "collect",
      tasks: [{ task: "Read queues" }],
      decidedBy: "playbook",
    });
  });

  it("adds what the model asks for", () => {
    expect(join(asking, said([task("Read the alarms of the load balancer")]))).toMatchObject({
      kind: "collect",
      decidedBy: "m",
      tasks: [{ task: "Read queues" }, { task: "Read the alarms of the load balancer" }],
    });
  });

  it("notices a task that was tried already, in other words", () => {
    expect(
      join(enough, said([task("Read yesterday events of the trail's about the bucket reports of")])),
    ).toMatchObject({
      kind: "conclude",
      why: "nothing is asked for that was not tried already",
    });
  });

  it("takes a probe with variables that fit", () => {
    const variables = [
      { name: "vpc_ids", values: ["vpc-0a1b", "vpc-2c3d"] },
      { name: "hours", values: ["6"] },
      { name: "name", values: ["x"] },
    ];
    expect(join(enough, said([task("network", { probe: "ec2/network", variables })]))).toMatchObject({
      tasks: [
        {
          probe: {
            probe: "ec2/network",
            variables: { vpc_ids: ["vpc-0a1b", "vpc-2c3d"], hours: 6, name: "x" },
          },
        },
      ],
    });
  });

  it.each([
    ["an unknown probe", { probe: "ec2/nothing" }],
    ["an unknown variable", { probe: "ec2/network", variables: [{ name: "region", values: ["x"] }] }],
    [
      "a value that the pattern refuses",
      {
        probe: "ec2/network",
        variables: [
          { name: "name", values: ["x"] },
          { name: "vpc_ids", values: ['vpc-1"); import os'] },
        ],
      },
    ],
    ["a required variable missing", { probe: "ec2/network", variables: [] }],
    [
      "a number that is none",
      {
        probe: "ec2/network",
        variables: [
          { name: "name", values: ["x"] },
          { name: "hours", values: ["six"] },
        ],
      },
    ],
  ])("has a script written where the model gives %s", (_name, more) => {
    const plan = join(enough, said([task("read it", more)]));
    expect(plan).toMatchObject({ kind: "collect", tasks: [{ task: "read it" }] });
    expect(plan.kind === "collect" && plan.tasks[0]?.probe).toBe(undefined);
  });

  it("gives a probe the question's time where the model gives none", () => {
    const timed: Probe = {
      id: "logs/events",
      summary: "Reads logs.",
      variables: {
        since: { type: "string", description: "from", default: "2026-01-01T00:00:00Z" },
        until: { type: "string", description: "to", default: "2026-01-01T03:00:00Z" },
      },
      code: "",
    };
    const window = { from: "2026-02-02T00:00:00Z", to: "2026-02-02T03:00:00Z" };
    const plan = joinPlan({
      code: enough,
      said: said([
        task("the logs", {
          probe: "logs/events",
          variables: [{ name: "until", values: ["2026-02-02T01:00:00Z"] }],
        }),
      ]),
      model: "m",
      situation: { ...situation, question: { ...situation.question, window } },
      probes: new Map([[timed.id, timed]]),
      codeName: "playbook",
    });
    expect(plan).toMatchObject({
      tasks: [{ probe: { variables: { since: window.from, until: "2026-02-02T01:00:00Z" } } }],
    });
  });

  it("takes four tasks a round at most", () => {
    const many = Array.from({ length: 9 }, (_, n) =>
      task(`Read thing number ${"abcdefghi"[n]?.repeat(5)} alone`),
    );
    const plan = join(enough, said(many));
    expect(plan.kind === "collect" && plan.tasks.length).toBe(4);
  });

  it("notices a canonical read that is asked for again in words", () => {
    const read = { task: "Reads the network of the region", reason: "", status: "done" as const };
    const tried = [{ ...read, probe: { probe: "ec2/network", variables: {}, reason: "" } }];
    const again = joinPlan({
      code: enough,
      said: said([task("reads the network of the region")]),
      model: "m",
      situation: { ...situation, tried },
      probes,
      codeName: "playbook",
    });
    expect(again).toMatchObject({ kind: "conclude", decidedBy: "playbook" });
  });

  it("ends the collecting when a round brought nothing, in whatever words more is asked for", () => {
    const wants = said([task("Read something quite different")]);
    const parts = {
      said: wants,
      model: "m",
      situation: { ...situation, idle: true },
      probes,
      codeName: "playbook",
    };
    expect(joinPlan({ ...parts, code: enough })).toMatchObject({
      kind: "conclude",
      why: "the last round read nothing that was not known",
      decidedBy: "playbook",
    });
    // What the checks ask for is read all the same.
    expect(joinPlan({ ...parts, code: asking })).toMatchObject({ kind: "collect" });
  });
});
