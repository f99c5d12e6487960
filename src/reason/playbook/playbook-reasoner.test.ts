import { describe, expect, it } from "vitest";
import type { Facts } from "../../core/facts.ts";
import { refOf } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { probeKey } from "../../core/probe.ts";
import type { Playbook } from "../../content/load-playbooks.ts";
import { parsePlaybook } from "../../content/load-playbooks.ts";
import { parseProbe } from "../../content/load-probes.ts";
import type { Check, CheckContext, CheckResult, Fault } from "../../diagnose/check.ts";
import { factsOf } from "../../facts/fact-base.ts";
import { listReader, text } from "../../facts/reader.ts";
import { recorded } from "../../testing/recorded.ts";
import type { Situation } from "../reason.ts";
import { playbookReasoner } from "./playbook-reasoner.ts";

const now = "2026-03-18T15:00:00.000Z";
const window = { from: "2026-03-18T12:00:00.000Z", to: now };

const queueType = "AWS::SQS::Queue";
const readers = [
  listReader("sqs", "ListQueues", "Queues/*", (item) => ({
    type: queueType,
    id: text(item, "Name"),
    detail: 1,
  })),
  listReader("sqs", "GetQueueAttributes", "Queues/*", (item) => ({
    type: queueType,
    id: text(item, "Name"),
    detail: 2,
  })),
];
const listed = (...names: readonly string[]) => ({
  service: "sqs",
  operation: "ListQueues",
  response: { Queues: names.map((Name) => ({ Name })) },
});
const described = (queue: JsonObject) => ({
  service: "sqs",
  operation: "GetQueueAttributes",
  response: { Queues: [queue] },
});
const factsFrom = (...calls: Parameters<typeof recorded>[0]): Facts =>
  factsOf(recorded(calls), readers, "123456789012");

const probe = (id: string, variables = "variables: {}", block = "") =>
  parseProbe(id, `"""Reads queues.\n\n${variables}\n"""\n${block}print(1)\n`, `${id}.py`);
const probes = new Map(
  [
    probe("sqs/inventory"),
    probe("lambda/inventory"),
    probe(
      "sqs/queue",
      "variables:\n  names: {type: list, description: which, default: []}",
      "# variables\nnames = []\n# end of variables\n",
    ),
  ].map((one) => [one.id, one]),
);

const playbooks: readonly Playbook[] = [
  parsePlaybook(
    'id: delivery\ntitle: d\nsymptoms: [delivery]\ntypes: [AWS::SQS::Queue]\nlook_in: [sqs]\nchecks: ["sqs.*"]\n',
    "delivery.yaml",
  ),
  parsePlaybook('id: health\ntitle: h\nsymptoms: [health]\nlook_in: [sqs]\nchecks: ["*"]\n', "health.yaml"),
];

/** Looks at `Limit` of every queue that is asked about, once its details have been read. */
function limitCheck(
  id: string,
  judge: (facts: Facts, context: CheckContext) => CheckResult | undefined = () => undefined,
): Check {
  return {
    id,
    title: `limits seen by ${id}`,
    run: (context) => {
      const { facts, subjects } = context;
      const [subject] = subjects.filter(({ ref }) => ref.type === queueType);
      if (!subject) return { kind: "apart" };
      const queue = facts.get(queueType, subject.ref.id);
      if (!queue || queue.data["Limit"] === undefined)
        return {
          kind: "needs",
          probes: [
            {
              probe: "sqs/queue",
              variables: { names: [subject.ref.id] },
              reason: `the limit of ${subject.ref.id}`,
            },
          ],
        };
      const judged = judge(facts, context);
      if (judged) return judged;
      if (queue.data["Limit"] !== 1)
        return { kind: "fine", text: "enough", evidence: [facts.cite(queue, "/Limit")] };
      const fault: Fault = {
        title: `Queue ${queue.id} allows only 1`,
        severity: "high",
        standing: "proved",
        confidence: 0.9,
        resource: refOf(queue),
        property: "Limit",
        observed: 1,
        expected: 5,
        explanation: `Queue ${queue.id} has Limit 1. So it stops.`,
        pillars: [],
        evidence: [facts.cite(queue, "/Limit")],
        role: "root",
      };
      return { kind: "fault", faults: [fault] };
    },
  };
}

async function situationOf(
  question: string,
  facts: Facts,
  more: Partial<Situation> = {},
  checks: readonly Check[] = [limitCheck("sqs.limit")],
) {
  const reasoner = playbookReasoner({ checks, probes, playbooks });
  const routed = await reasoner.route({ text: question, window, now });
  const situation: Situation = {
    question: routed.question,
    facts,
    iteration: 2,
    left: 3,
    tried: [],
    region: "us-east-1",
    now,
    ...more,
  };
  return { reasoner, situation, routed };
}

const asked = "Messages in queue jobs-in are never processed";

describe("planning", () => {
  it("first looks for what the question names, where its words say", async () => {
    const { reasoner, situation, routed } = await situationOf(asked, factsFrom(), { iteration: 1, left: 4 });
    const plan = await reasoner.plan(situation);
    expect(routed.playbook).toBe("delivery");
    expect(plan).toMatchObject({
      kind: "collect",
      playbook: "delivery",
      tasks: [{ probe: { probe: "sqs/inventory" } }],
    });
  });

  it("then reads what the checks need, and nothing twice", async () => {
    const { reasoner, situation } = await situationOf(asked, factsFrom(listed("jobs-in", "other")));
    const plan = await reasoner.plan(situation);
    expect(plan).toMatchObject({
      kind: "collect",
      tasks: [
        { task: "reads queues: jobs-in", probe: { probe: "sqs/queue", variables: { names: ["jobs-in"] } } },
      ],
      verdicts: [{ check: "sqs.limit", result: "needs" }],
    });
    const tasks = plan.kind === "collect" ? plan.tasks : [];
    const again = await reasoner.plan({
      ...situation,
      iteration: 3,
      tried: tasks.map((task) => ({ ...task, status: "abandoned" as const })),
    });
    expect(again.kind).toBe("conclude");
  });

  it.each([
    ["abandoned", "the reading failed"],
    ["done", "what was read does not hold it"],
    [undefined, "not read, no round was left"],
  ] as const)("says of a need that is still open why it is: %s", async (status, why) => {
    const { reasoner, situation } = await situationOf(asked, factsFrom(listed("jobs-in", "other")));
    const plan = await reasoner.plan(situation);
    const tasks = plan.kind === "collect" ? plan.tasks : [];
    const tried = status === undefined ? [] : tasks.map((task) => ({ ...task, status }));
    const { gaps } = await reasoner.conclude({ ...situation, tried, left: 0 });
    expect(gaps.join("\n")).toContain(why);
  });

  it("asks once for what several checks need", async () => {
    const { reasoner, situation } = await situationOf(asked, factsFrom(listed("jobs-in")), {}, [
      limitCheck("sqs.a"),
      limitCheck("sqs.b"),
    ]);
    const plan = await reasoner.plan(situation);
    const keys = plan.kind === "collect" ? plan.tasks.map((task) => task.probe && probeKey(task.probe)) : [];
    expect(keys).toHaveLength(1);
  });

  it("looks everywhere for what was not where its words said", async () => {
    const { reasoner, situation } = await situationOf(asked, factsFrom(listed("other")), {
      tried: [
        {
          task: "",
          reason: "",
          probe: { probe: "sqs/inventory", variables: {}, reason: "" },
          status: "done",
        },
      ],
    });
    expect(await reasoner.plan(situation)).toMatchObject({
      kind: "collect",
      tasks: [{ probe: { probe: "lambda/inventory" } }],
    });
  });

  it("concludes when no round is left", async () => {
    const { reasoner, situation } = await situationOf(asked, factsFrom(listed("jobs-in")), { left: 0 });
    expect((await reasoner.plan(situation)).kind).toBe("conclude");
  });

  it("writes the probe as a script, and repairs only what may pass", async () => {
    const { reasoner, situation } = await situationOf(asked, factsFrom(listed("jobs-in")));
    const plan = await reasoner.plan(situation);
    const [task] = plan.kind === "collect" ? plan.tasks : [];
    if (!task) throw new Error("no task");
    const script = { ...(await reasoner.write(task, situation)), policy: { Statement: [] } };
    expect(script).toMatchObject({
      origin: "probe",
      requirements: ["boto3"],
      code: expect.stringContaining('names = ["jobs-in"]'),
    });
    const failed = { task, script, diagnostics: [], attempt: 1 };
    expect(
      await reasoner.repair({ ...failed, error: { kind: "throttled", message: "" } }, situation),
    ).toMatchObject({ code: script.code });
    expect(
      await reasoner.repair({ ...failed, error: { kind: "access-denied", message: "" } }, situation),
    ).toBeUndefined();
  });
});

describe("concluding", () => {
  const conclude = async (facts: Facts, checks?: readonly Check[], question = asked) => {
    const { reasoner, situation } = await situationOf(question, facts, { iteration: 3 }, checks);
    return reasoner.conclude(situation);
  };
  const full = (limit: number) => factsFrom(listed("jobs-in"), described({ Name: "jobs-in", Limit: limit }));

  it("tells a proved cause first", async () => {
    expect(await conclude(full(1))).toMatchObject({
      verdict: "fault-found",
      summary: "Queue jobs-in allows only 1. Queue jobs-in has Limit 1. So it stops.",
      findings: [
        {
          rank: 1,
          resource: { id: "jobs-in" },
          check: "sqs.limit",
          severity: "high",
          evidence: [{ value: 1 }],
        },
      ],
    });
  });

  it("finds no fault where every fitting check is fine", async () => {
    expect(await conclude(full(5))).toMatchObject({
      verdict: "no-fault-found",
      findings: [],
      ruledOut: [{ check: "limits seen by sqs.limit: enough", evidence: [{ value: 5 }] }],
      gaps: [],
    });
  });

  it("does not find no fault where something could not be read", async () => {
    const blind = limitCheck("sqs.blind", () => ({
      kind: "gap",
      gaps: ["sqs:GetQueueAttributes was denied"],
    }));
    expect(await conclude(full(5), [limitCheck("sqs.limit"), blind])).toMatchObject({
      verdict: "inconclusive",
      gaps: ["sqs:GetQueueAttributes was denied"],
    });
    expect(await conclude(factsFrom(listed("jobs-in")))).toMatchObject({ verdict: "inconclusive" });
  });

  it("does not find no fault where no check of this trouble was made", async () => {
    expect(await conclude(full(5), [limitCheck("other.limit")])).toMatchObject({ verdict: "inconclusive" });
    expect(await conclude(full(5), [])).toMatchObject({ verdict: "inconclusive" });
  });

  it("blames nothing on a hypothesis", async () => {
    const guess = limitCheck("sqs.guess", (facts) => {
      const result = limitCheck("x").run({
        facts,
        question: { text: "", mentions: [], ports: [], actions: [], services: [], window },
        subjects: [{ ref: { type: queueType, id: "jobs-in" }, role: "subject", text: "" }],
        now,
        region: "",
      });
      return result.kind === "fault"
        ? { ...result, faults: result.faults.map((fault) => ({ ...fault, standing: "hypothesis" as const })) }
        : undefined;
    });
    expect(await conclude(full(1), [guess])).toMatchObject({
      verdict: "inconclusive",
      findings: [{ severity: "info" }],
    });
  });

  it("says what is not there, and what is called nearly so", async () => {
    expect(
      await conclude(
        factsFrom(listed("jobs-in-eu")),
        undefined,
        "Messages in queue jobs-out-eu are never processed",
      ),
    ).toMatchObject({
      verdict: "inconclusive",
      findings: [],
      summary: expect.stringMatching(/called jobs-out-eu.*Did you mean jobs-in-eu\?/),
    });
  });
});
