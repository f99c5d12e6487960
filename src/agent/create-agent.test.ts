import { describe, expect, it } from "vitest";
import { EventBody } from "../core/event.ts";
import { foldRecord } from "../core/fold/fold-record.ts";
import { RunRecord } from "../core/record/record.ts";
import { createFakeReasoner } from "../testing/fake-reasoner.ts";
import { createFakeBroker } from "../testing/fake-broker.ts";
import { cloud, makeWorld } from "../testing/agent-world.ts";
import { createMemoryStore } from "../testing/memory-store.ts";
import { runStart } from "../testing/told-run.ts";
import type { AgentOptions } from "./agent.ts";
import { createAgent } from "./create-agent.ts";

const { question, scope, grant } = EventBody.options[0].parse(runStart());
const start = { question, scope, grant };

async function ask(options: AgentOptions, signal?: AbortSignal): Promise<RunRecord> {
  const run = await createAgent(options).ask(start, { ...(signal && { signal }) });
  return RunRecord.parse(foldRecord(await run.finished));
}

const probe = (name: string) => ({
  task: name,
  reason: "",
  probe: { probe: `ec2/${name}`, variables: {}, reason: "" },
});
const inconclusive = () => ({
  verdict: "inconclusive" as const,
  summary: "Unknown.",
  findings: [],
  ruledOut: [],
  gaps: [],
});

describe("the agent", () => {
  it("carries a question to an answer with citations that hold", async () => {
    const world = makeWorld();
    const record = await ask(world.options);
    expect(record).toMatchObject({
      status: "answered",
      mode: "playbook",
      iterations: 2,
      errors: [],
      sandbox: "none",
    });
    expect(record.answer).toMatchObject({
      verdict: "fault-found",
      rejectedClaims: [],
      findings: [{ rank: 1, standing: "proved" }],
      ruledOut: [{}],
    });
    expect(record.steps.map((step) => [step.task, step.status, step.attempts.length])).toEqual([
      ["instances", "done", 2],
      ["networks", "done", 1],
      ["broken", "abandoned", 1],
      ["groups", "done", 1],
    ]);
    expect(record.steps[0]?.attempts[0]?.error).toEqual({
      kind: "exception",
      message: "ValueError: at first",
    });
    expect(record.steps[2]?.attempts[0]?.error?.kind).toBe("access-denied");
    expect(record.steps[0]?.script.policy.Statement).toHaveLength(1);
  });

  it("gives the events while it works, as they stand in the store", async () => {
    const world = makeWorld();
    const run = await createAgent(world.options).ask(start);
    const seen = [];
    for await (const event of run) seen.push(event);
    expect(seen).toEqual(await world.store.events(run.id));
    expect(seen.map((event) => event.seq)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.at(-1)?.kind).toBe("run-end");
  });

  it("runs the steps of one round side by side, but no more than the limit", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const reasoner = createFakeReasoner({
      tasks: ({ iteration }) => (iteration === 1 ? names.map(probe) : []),
      scripts: Object.fromEntries(names.map((name) => [name, ["sleep 30"]])),
      conclude: inconclusive,
    });
    const world = makeWorld({ reasoner, limits: { concurrency: 3 } });
    expect((await ask(world.options)).steps).toHaveLength(5);
    expect(world.sandbox.peak()).toBe(3);
  });

  it("repairs what the check rejects, up to the limit of attempts", async () => {
    const reasoner = createFakeReasoner({
      tasks: ({ iteration }) => (iteration === 1 ? [probe("a")] : []),
      scripts: { a: ["bad 1", "bad 2", "bad 3", "print 4"] },
      conclude: inconclusive,
    });
    const world = makeWorld({ reasoner, limits: { attempts: 3 } });
    const check = world.options.checker;
    const diagnostics = [
      {
        rule: "names",
        kind: "api-name" as const,
        severity: "error" as const,
        line: 1,
        message: "no such method",
        fixed: false,
      },
    ];
    const checker = {
      check: async (script: { code: string; requirements: readonly string[] }) => ({
        ...(await check.check(script)),
        ok: !script.code.startsWith("bad"),
        diagnostics,
      }),
    };
    const record = await ask({ ...world.options, checker });
    expect(record.steps[0]).toMatchObject({ status: "abandoned" });
    expect(record.steps[0]?.attempts.map((attempt) => [attempt.verdict, attempt.error?.kind])).toEqual(
      [1, 2, 3].map(() => ["rejected", "api-name"]),
    );
    expect(world.sandbox.ran).toEqual([]);
  });

  it("has a script written anew that lives on without a call which its text hides, while there is another attempt", async () => {
    const reasoner = createFakeReasoner({
      tasks: ({ iteration }) => (iteration === 1 ? [probe("a"), probe("b")] : []),
      scripts: {
        a: ["hide ec2:DescribeVpcs\nprint {}", "read ec2:DescribeVpcs\nprint {}"],
        b: ["hide ec2:DescribeInstances", "hide ec2:DescribeInstances"],
      },
      conclude: inconclusive,
    });
    const { steps, answer } = await ask(makeWorld({ reasoner, limits: { attempts: 2 } }).options);
    expect(
      steps.map(({ status, attempts }) => [status, ...attempts.map(({ error }) => error?.kind)]),
    ).toEqual([
      ["done", "access-denied", undefined],
      ["done", "access-denied", undefined],
    ]);
    expect(answer.gaps).toEqual([expect.stringContaining("ec2:DescribeInstances was not read")]);
  });

  it("takes no output of a model's script for read that made no call", async () => {
    const written = (code: string) => ({ code, requirements: [], origin: "model" as const });
    const reasoner = {
      ...createFakeReasoner({
        tasks: ({ iteration }) => (iteration === 1 ? [probe("a"), probe("b")] : []),
        scripts: {},
        conclude: inconclusive,
      }),
      write: async () => written('print {"made":"up"}'),
      repair: async ({ task }: { readonly task: { readonly task: string } }) =>
        written(task.task === "a" ? "read ec2:DescribeVpcs\nprint {}" : 'print {"made":"up again"}'),
    };
    const { steps } = await ask(makeWorld({ reasoner, limits: { attempts: 2 } }).options);
    expect(
      steps.map(({ status, attempts }) => [status, ...attempts.map(({ error }) => error?.kind)]),
    ).toEqual([
      ["done", "output", undefined],
      ["abandoned", "output", "output"],
    ]);
  });

  it("does not read the same twice, and concludes when nothing else is asked for", async () => {
    const reasoner = createFakeReasoner({
      tasks: () => [probe("a"), probe("a")],
      scripts: { a: ["print 1"] },
      conclude: inconclusive,
    });
    const record = await ask(makeWorld({ reasoner }).options);
    expect(record).toMatchObject({ status: "answered", iterations: 1, steps: [{ task: "a" }] });
    expect(record.steps).toHaveLength(1);
  });
});

describe("bounds", () => {
  const endless = createFakeReasoner({
    tasks: ({ iteration }) => [probe(`a${iteration}`)],
    scripts: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`a${n}`, ["read ec2:DescribeVpcs"]])),
    conclude: inconclusive,
  });

  it.each([0, 1, 3])("iterations: %i rounds, then a partial record that says so", async (iterations) => {
    const record = await ask(makeWorld({ reasoner: endless, limits: { iterations } }).options);
    expect(record).toMatchObject({ status: "limit", iterations, errors: [] });
    expect(record.answer.gaps.at(-1)).toContain(`limit of ${iterations} rounds`);
  });

  it("is answered, not limited, when the plan after the last round is to conclude", async () => {
    const world = makeWorld({ limits: { iterations: 2 } });
    expect(await ask(world.options)).toMatchObject({
      status: "answered",
      answer: { verdict: "fault-found" },
    });
  });

  it("time: what runs is stopped, what is known is said", async () => {
    const reasoner = createFakeReasoner({
      tasks: () => [probe("a"), probe("b")],
      scripts: { a: ["read ec2:DescribeVpcs"], b: ["sleep 60000"] },
      conclude: inconclusive,
    });
    const record = await ask(makeWorld({ reasoner, limits: { seconds: 0.15 } }).options);
    expect(record).toMatchObject({ status: "limit", answer: { verdict: "inconclusive" } });
    expect(record.calls).toHaveLength(2);
    expect(record.answer.gaps.at(-1)).toContain("0.15 s");
  });

  it("calls: none is sent beyond the limit", async () => {
    const world = makeWorld({ reasoner: endless, limits: { calls: 1 } });
    const record = await ask(world.options);
    expect(world.sent()).toHaveLength(1);
    expect(record).toMatchObject({ status: "limit", usage: { awsCalls: 1 } });
  });

  it("budget: what was spent ends the collecting", async () => {
    const world = makeWorld({ reasoner: endless });
    const broker: AgentOptions["broker"] = (needs) =>
      createFakeBroker(cloud, {
        ...needs,
        record: (call, attempt, response) => needs.record({ ...call, usd: 1 }, attempt, response),
      });
    expect(await ask({ ...world.options, broker })).toMatchObject({ status: "budget", iterations: 1 });
  });

  it("budget: a read that was refused for its price and left the question open", async () => {
    const broker: AgentOptions["broker"] = (needs) =>
      createFakeBroker(cloud, {
        ...needs,
        record: (call, attempt) =>
          needs.record(
            { ...call, decision: "denied", deniedBy: "ceiling", limit: "budget", reason: "It is too dear." },
            attempt,
            undefined,
          ),
      });
    const reasoner = createFakeReasoner({
      tasks: ({ iteration }) => (iteration === 1 ? [probe("a")] : []),
      scripts: { a: ["read ec2:DescribeVpcs"] },
      conclude: inconclusive,
    });
    const record = await ask({ ...makeWorld({ reasoner }).options, broker });
    expect(record).toMatchObject({ status: "budget", answer: { verdict: "inconclusive" } });
    expect(record.answer.gaps.at(-1)).toContain("too dear");
  });
});

describe("ends that are no answers", () => {
  it("cancelled: at once, with what is known, and it can be taken up again", async () => {
    const cancel = new AbortController();
    const world = makeWorld();
    const slots = { "after-learn": async () => cancel.abort() };
    const run = await createAgent({ ...world.options, slots }).ask(start, { signal: cancel.signal });
    expect(foldRecord(await run.finished)).toMatchObject({
      status: "cancelled",
      answer: { verdict: "inconclusive", gaps: ["the groups"] },
    });
    const again = await createAgent(world.options).resume(run.id);
    expect(foldRecord(await again.finished)).toMatchObject({
      status: "answered",
      answer: { verdict: "fault-found" },
    });
  });

  it("cancelled before it began", async () => {
    expect(await ask(makeWorld().options, AbortSignal.abort())).toMatchObject({
      status: "cancelled",
      steps: [],
      answer: { verdict: "inconclusive" },
    });
  });

  it.each(["route", "plan", "write", "conclude"] as const)(
    "failed: the reasoner throws in %s",
    async (verb) => {
      const world = makeWorld();
      const reasoner = {
        ...world.options.reasoner,
        [verb]: async () => Promise.reject(new Error(`${verb} broke`)),
      };
      const record = await ask({ ...world.options, reasoner });
      expect(record).toMatchObject({ status: "failed", errors: [{ code: "bug", message: `${verb} broke` }] });
      expect(record.answer.verdict).toBe("inconclusive");
    },
  );

  it("failed: no read was answered", async () => {
    const world = makeWorld();
    const record = await ask({ ...world.options, broker: (needs) => createFakeBroker({}, needs) });
    expect(record).toMatchObject({ status: "failed", errors: [{ code: "credentials" }] });
  });

  it("rejects only when the store fails", async () => {
    const world = makeWorld();
    const store = createMemoryStore();
    const append = store.append.bind(store);
    store.append = async (run, at, body) =>
      body.kind === "facts" ? Promise.reject(new Error("the disk is full")) : append(run, at, body);
    const run = await createAgent({ ...world.options, store }).ask(start);
    expect(foldRecord(await run.finished)).toMatchObject({
      status: "failed",
      errors: [{ message: "the disk is full" }],
    });
    store.append = async () => Promise.reject(new Error("the disk is full"));
    await expect(createAgent({ ...world.options, store }).ask(start)).rejects.toThrow("the disk is full");
  });
});

describe("slots", () => {
  it("calls the user's nodes where they belong, and verifies what they give", async () => {
    const world = makeWorld();
    const seen: string[] = [];
    const see = (name: string) => async () => void seen.push(name);
    const record = await ask({
      ...world.options,
      slots: {
        "before-plan": see("before-plan"),
        "before-run": async ({ task }) => (
          seen.push(`before-run ${task.task}`),
          task.task === "networks" ? { refuse: "not today" } : undefined
        ),
        "after-learn": async (input) => input.note("learnt"),
        "before-answer": async ({ draft }) => ({
          ...draft,
          findings: [...draft.findings, ...draft.findings.map((finding) => ({ ...finding, evidence: [] }))],
        }),
      },
    });
    expect(seen.filter((name) => name === "before-plan")).toHaveLength(3);
    expect(seen).toContain("before-run groups");
    expect(record.steps[1]).toMatchObject({
      status: "abandoned",
      attempts: [{ verdict: "rejected", error: { kind: "security", message: "not today" } }],
    });
    expect(world.sandbox.ran.join()).not.toContain("DescribeVpcs");
    expect((await world.store.events(record.id)).filter((event) => event.kind === "note")).toHaveLength(2);
    expect(record.answer.verdict).toBe("inconclusive");
  });

  it("verifies what a user's node puts into the answer", async () => {
    const world = makeWorld();
    const record = await ask({
      ...world.options,
      slots: {
        "before-answer": async ({ draft }) => ({
          ...draft,
          findings: draft.findings.flatMap((finding) => [
            finding,
            { ...finding, title: "Made up.", evidence: [] },
          ]),
        }),
      },
    });
    expect(record.answer.findings).toHaveLength(1);
    expect(record.answer.rejectedClaims).toEqual([{ text: "Made up.", why: "it cites no evidence" }]);
  });

  it("fails the run when a user's node throws, with everything kept", async () => {
    const slots = { "after-learn": async () => Promise.reject(new Error("my node broke")) };
    const record = await ask(makeWorld({ slots }).options);
    expect(record).toMatchObject({ status: "failed", errors: [{ message: "my node broke" }] });
    expect(record.calls.length).toBeGreaterThan(0);
  });
});

describe("jobs with a result of their own", () => {
  it("collect along the same road and end in their result", async () => {
    const world = makeWorld({
      result: async ({ facts }) => ({ groups: facts.all("AWS::EC2::SecurityGroup").length }),
    });
    const reasoner = {
      ...world.options.reasoner,
      conclude: async () => Promise.reject(new Error("nobody asks this")),
    };
    const run = await createAgent({ ...world.options, reasoner }).ask({ ...start, job: "explain-path" });
    const events = await run.finished;
    expect(events.findLast((event) => event.kind === "result")).toMatchObject({ result: { groups: 1 } });
    expect(events.at(-1)).toMatchObject({ kind: "run-end", status: "answered", errors: [] });
  });
});
