import { describe, expect, it } from "vitest";
import { factsOf } from "../../facts/fact-base.ts";
import { listReader, nameTag, text } from "../../facts/reader.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Finding } from "../../core/finding.ts";
import type { Draft, Situation } from "../reason.ts";
import { concludeWith, type AskAnalyst } from "./conclude.ts";
import { judgeClaim } from "./judge-claim.ts";
import type { AnswerShape, ClaimShape } from "./shapes.ts";

const calls = recorded([
  {
    service: "ec2",
    operation: "DescribeInstances",
    response: {
      Reservations: [
        {
          Instances: [
            {
              InstanceId: "i-0aaaaaaaaaaaaaaa1",
              State: { Name: "stopped" },
              Tags: [{ Key: "Name", Value: "web-1" }],
            },
          ],
        },
      ],
    },
  },
  { service: "sqs", operation: "ListQueues", response: { QueueUrls: [] } },
  { service: "ec2", operation: "DescribeVolumes", error: { code: "UnauthorizedOperation", message: "no" } },
]);
const instances = listReader("ec2", "DescribeInstances", "Reservations/*/Instances/*", (item) => ({
  type: "AWS::EC2::Instance",
  id: text(item, "InstanceId"),
  name: nameTag(item),
}));
const facts = factsOf(calls, [instances], "123456789012");
const claim: ClaimShape = {
  title: "web-1 is stopped",
  severity: "high",
  resource: { type: "AWS::EC2::Instance", id: "i-0aaaaaaaaaaaaaaa1" },
  property: "State",
  observed: "stopped",
  expected: "running",
  explanation: "The instance web-1 is stopped.",
  evidence: [{ call: 1, pointer: "/Reservations/0/Instances/0/State/Name", query: null }],
};
const judged = (more: Partial<ClaimShape>, against: Partial<Draft> = {}) =>
  judgeClaim({
    claim: { ...claim, ...more },
    facts,
    findings: against.findings ?? [],
    ruledOut: against.ruledOut ?? [],
    asked: "Where is the queue orders?",
  });

describe("judging a model's claim", () => {
  it("takes one whose citation shows what it says", () => {
    expect(judged({})).toMatchObject({
      kind: "holds",
      finding: { standing: "supported", observed: "stopped", evidence: [{ call: 1, value: "stopped" }] },
    });
  });
  it("does not take what every JavaScript object has for something that was read", () => {
    const wrong = judged({ observed: '{"constructor": "function Object() { [native code] }"}' });
    expect(wrong.kind).toBe("fails");
    const evidence = [{ call: 1, pointer: "/Reservations/0/Instances/0", query: null }];
    const own = judged({ evidence, observed: '{"constructor": "function Object() { [native code] }"}' });
    expect(own.kind).toBe("fails");
  });
  it("does not take a list in which another thing shows the value", () => {
    const instances = ["running", "stopped"].map((Name, index) => ({
      InstanceId: `i-0aaaaaaaaaaaaaaa${index + 1}`,
      State: { Name },
    }));
    const two = recorded([
      {
        service: "ec2",
        operation: "DescribeInstances",
        response: { Reservations: [{ Instances: instances }] },
      },
    ]);
    const said = (pointer: string, more: Partial<ClaimShape> = {}) =>
      judgeClaim({
        claim: { ...claim, evidence: [{ call: 1, pointer, query: null }], ...more },
        facts: factsOf(two, [], "123456789012"),
        findings: [],
        ruledOut: [],
      }).kind;
    expect(said("")).toBe("fails");
    expect(said("/Reservations")).toBe("fails");
    expect(
      said("/Reservations/0/Instances/1", {
        resource: { type: claim.resource.type, id: "i-0aaaaaaaaaaaaaaa2" },
      }),
    ).toBe("holds");
    // That it is there at all is shown by the list.
    expect(said("", { property: "InstanceId", observed: "i-0aaaaaaaaaaaaaaa1" })).toBe("holds");
  });
  it("finds the observed value inside of what is cited", () => {
    expect(
      judged({
        evidence: [{ call: 1, pointer: "/Reservations/0/Instances/0", query: null }],
        observed: '{"State": {"Name": "stopped"}}',
      }),
    ).toMatchObject({ kind: "holds" });
    expect(
      judged({ evidence: [{ call: 1, pointer: "/Reservations", query: "[].Instances[].State.Name" }] }),
    ).toMatchObject({ kind: "holds" });
  });
  it("takes an absence that is shown by an empty list", () => {
    expect(
      judged({
        title: "There is no queue orders",
        explanation: "It is not among the queues.",
        property: "QueueUrls",
        observed: "none",
        resource: { type: "AWS::SQS::Queue", id: "orders" },
        evidence: [{ call: 2, pointer: "/QueueUrls", query: "[?contains(@, 'orders')]" }],
      }),
    ).toMatchObject({ kind: "holds", finding: { standing: "supported" } });
  });
  it("cites a refused read by its code", () => {
    expect(
      judged({
        observed: "UnauthorizedOperation",
        evidence: [{ call: 3, pointer: "/Volumes", query: null }],
      }),
    ).toMatchObject({
      kind: "holds",
      finding: { evidence: [{ call: 3, pointer: "", value: "UnauthorizedOperation" }] },
    });
  });
  it.each<[string, Partial<ClaimShape>, RegExp]>([
    ["cites nothing", { evidence: [] }, /cites nothing/],
    ["cites a call that was not made", { evidence: [{ call: 9, pointer: "", query: null }] }, /no call 9/],
    [
      "cites a place that is not there",
      { evidence: [{ call: 1, pointer: "/Reservations/7", query: null }] },
      /has nothing at/,
    ],
    ["says another value than stands there", { observed: "terminated" }, /"terminated" does not stand/],
    [
      "speaks of a resource that nobody has seen",
      { resource: { type: "AWS::EC2::Instance", id: "i-0badc0ffee0badc0f" } },
      /nothing that was read/,
    ],
    ["says none where there is something", { observed: "none" }, /does not stand/],
  ])("refuses one that %s", (_name, more, why) => {
    const judgement = judged(more);
    expect(judgement).toMatchObject({ kind: "fails" });
    expect(judgement.kind === "fails" && judgement.why).toMatch(why);
  });
  it("refuses one that contradicts a check of the same place", () => {
    const ruledOut = [
      {
        check: "state of web-1: stopped on purpose",
        evidence: [{ call: 1, pointer: "/Reservations/0/Instances/0/State/Name", value: "stopped" }],
      },
    ];
    expect(judged({}, { ruledOut })).toMatchObject({ kind: "fails" });
  });
});

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
  left: 1,
  tried: [],
  region: "us-east-1",
  now: "2026-01-01T00:00:00Z",
};
const proved: Finding = {
  rank: 1,
  title: "sg-0bbbbbbbbbbbbbbb1 admits nothing",
  severity: "high",
  standing: "proved",
  confidence: 1,
  resource: { type: "AWS::EC2::SecurityGroup", id: "sg-0bbbbbbbbbbbbbbb1" },
  property: "IpPermissions",
  observed: [],
  expected: "a rule",
  explanation: "No rule.",
  pillars: [],
  evidence: [{ call: 2, pointer: "/QueueUrls", value: [] }],
};
const code = (verdict: Draft["verdict"], findings: readonly Finding[] = []): Draft => ({
  verdict,
  summary: "Code's words.",
  findings: [...findings],
  ruledOut: [],
  gaps: ["a gap"],
  decidedBy: "playbook",
});
const answers = (...said: readonly Partial<AnswerShape>[]): AskAnalyst & { asked: string[] } => {
  const asked: string[] = [];
  const ask: AskAnalyst = async (more) => {
    asked.push(more.map(({ text }) => text).join("\n"));
    const value = {
      verdict: "fault-found" as const,
      summary: "The model's words about web-1.",
      causes: [],
      claims: [],
      gaps: [],
      ...said[asked.length - 1],
    };
    return { value, model: "m", text: "…" };
  };
  return Object.assign(ask, { asked });
};

describe("joining code's conclusion with a model's", () => {
  it("keeps what code has proved, whatever the model says", async () => {
    const draft = await concludeWith(
      code("fault-found", [proved]),
      situation,
      answers({ verdict: "no-fault-found", claims: [claim] }),
    );
    expect(draft).toMatchObject({
      verdict: "fault-found",
      decidedBy: "playbook",
      summary: "Code's words.",
      findings: [
        { rank: 1, standing: "proved" },
        { rank: 2, severity: "info" },
      ],
    });
  });
  it("takes the model's words when they speak of the proved cause", async () => {
    const draft = await concludeWith(
      code("fault-found", [proved]),
      situation,
      answers({ summary: "sg-0bbbbbbbbbbbbbbb1 has no rule." }),
    );
    expect(draft.summary).toBe("sg-0bbbbbbbbbbbbbbb1 admits nothing. sg-0bbbbbbbbbbbbbbb1 has no rule.");
  });
  it("never lets a model say that nothing is wrong", async () => {
    const draft = await concludeWith(
      code("inconclusive"),
      situation,
      answers({ verdict: "no-fault-found", gaps: ["the trail"] }),
    );
    expect(draft).toMatchObject({ verdict: "inconclusive", gaps: ["a gap", "the trail"] });
  });
  it("lets a model decide where code cannot, on claims that hold", async () => {
    const draft = await concludeWith(code("inconclusive"), situation, answers({ claims: [claim] }));
    expect(draft).toMatchObject({
      verdict: "fault-found",
      decidedBy: "m",
      findings: [{ title: "web-1 is stopped", standing: "supported" }],
    });
  });
  it("does not let a fault be found on claims that fail", async () => {
    const wrong = { ...claim, observed: "terminated" };
    const ask = answers({ claims: [wrong] }, { claims: [wrong] });
    const draft = await concludeWith(code("inconclusive"), situation, ask);
    expect(draft).toMatchObject({
      verdict: "inconclusive",
      findings: [],
      rejectedClaims: [{ text: "web-1 is stopped" }],
    });
    expect(ask.asked).toHaveLength(2);
    expect(ask.asked[1]).toContain('"terminated" does not stand');
  });
  it("gives a claim that failed a second chance", async () => {
    const draft = await concludeWith(
      code("inconclusive"),
      situation,
      answers({ claims: [{ ...claim, evidence: [] }] }, { claims: [claim] }),
    );
    expect(draft).toMatchObject({ verdict: "fault-found", rejectedClaims: [] });
  });
  it("keeps code's conclusion where no model answers", async () => {
    expect(await concludeWith(code("inconclusive"), situation, async () => undefined)).toEqual(
      code("inconclusive"),
    );
  });
});
