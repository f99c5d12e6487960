import { describe, expect, it } from "vitest";
import { runStart, toldCall, toldRun } from "../../testing/told-run.ts";
import type { EventBody } from "../event.ts";
import type { Answer } from "../finding.ts";
import { foldAccess, foldPath } from "./fold-explain.ts";
import { foldRecord } from "./fold-record.ts";
import { foldRun } from "./fold-run.ts";
import { foldScriptRun } from "./fold-script-run.ts";
import { RunRecord } from "../record/record.ts";

const script = {
  code: "print(1)",
  requirements: ["boto3"],
  policy: { Statement: [] },
  origin: "probe" as const,
};
const outcome = { kind: "exited" as const, exitCode: 0, stdout: "1", stderr: "", ms: 4 };
const answer: Answer = {
  verdict: "no-fault-found",
  decidedBy: "playbook",
  summary: "Fine.",
  findings: [],
  ruledOut: [],
  gaps: [],
  rejectedClaims: [],
};

const whole: readonly EventBody[] = [
  runStart(),
  {
    kind: "plan",
    iteration: 1,
    decidedBy: "playbook",
    decision: "collect",
    why: "Find it.",
    tasks: [{ step: 1, task: "read", reason: "why" }],
  },
  {
    kind: "script-written",
    step: 1,
    attempt: 1,
    iteration: 1,
    task: "read",
    reason: "why",
    decidedBy: "playbook",
    script,
  },
  {
    kind: "script-checked",
    step: 1,
    attempt: 1,
    accepted: false,
    diagnostics: [],
    script,
    error: { kind: "api-name", message: "no such method" },
  },
  {
    kind: "script-written",
    step: 1,
    attempt: 2,
    iteration: 1,
    task: "read",
    reason: "why",
    decidedBy: "playbook",
    script,
  },
  {
    kind: "script-checked",
    step: 1,
    attempt: 2,
    accepted: true,
    diagnostics: [],
    script: { ...script, code: "print(2)" },
  },
  { kind: "attempt-start", step: 1, attempt: 2 },
  { kind: "call", attempt: 2, call: toldCall(1, { Reservations: [] }, { usd: 0.01 }) },
  { kind: "call", attempt: 2, call: toldCall(2, { Reservations: [] }, { cached: true, usd: 0.01 }) },
  { kind: "attempt-end", step: 1, attempt: 2, outcome, output: { found: 0 } },
  { kind: "step-end", step: 1, status: "done" },
  { kind: "facts", iteration: 1, resources: 0, added: 0, types: {} },
  { kind: "plan", iteration: 2, decidedBy: "playbook", decision: "conclude", why: "Enough.", tasks: [] },
  { kind: "answer", answer, mode: "playbook" },
  { kind: "run-end", status: "answered", errors: [], ms: 1234 },
];

describe("foldRecord", () => {
  it("folds a whole run into a record that its schema accepts", () => {
    const record = RunRecord.parse(foldRecord(toldRun("r1", whole)));
    expect(record).toMatchObject({
      status: "answered",
      iterations: 1,
      answer,
      usage: { awsCalls: 1, awsUsd: 0.01, ms: 1234 },
      errors: [],
    });
    expect(record.steps).toHaveLength(1);
    expect(record.steps[0]).toMatchObject({
      status: "done",
      output: { found: 0 },
      calls: [1, 2],
      script: { code: "print(2)" },
    });
    expect(record.steps[0]?.attempts.map((attempt) => attempt.verdict)).toEqual(["rejected", "ran"]);
    expect(record.finishedAt).toBe("2026-11-21T10:00:14.000Z");
  });

  it.each(whole.map((_, index) => index + 1))(
    "gives a record that says it is partial of the first %i events",
    (length) => {
      const record = RunRecord.parse(foldRecord(toldRun("r1", whole.slice(0, length))));
      if (length === whole.length) return;
      expect(record.status).toBe("failed");
      expect(record.finishedAt).toBeUndefined();
      expect(record.errors).toMatchObject([{ code: "interrupted", next: "nephoscope runs resume r1" }]);
      if (length < whole.length - 1)
        expect(record.answer).toMatchObject({ verdict: "inconclusive", gaps: [expect.any(String)] });
    },
  );

  it("tells an attempt that was begun again once, as it ended", () => {
    const again = whole.toSpliced(
      8,
      0,
      { kind: "run-resume", from: 8 },
      { kind: "attempt-start", step: 1, attempt: 2 },
    );
    const record = foldRecord(toldRun("r1", again));
    expect(record.steps[0]?.attempts).toHaveLength(2);
    expect(record.steps[0]?.attempts[1]).toMatchObject({ attempt: 2, verdict: "ran", outcome });
  });

  it("takes the last end of a run that was taken up again", () => {
    const cancelled: EventBody = { kind: "run-end", status: "cancelled", errors: [], ms: 5 };
    const events = [...whole.slice(0, 11), cancelled, { kind: "run-resume", from: 12 } as const];
    expect(foldRecord(toldRun("r1", events.slice(0, -1))).status).toBe("cancelled");
    expect(foldRecord(toldRun("r1", events)).finishedAt).toBeUndefined();
    expect(foldRecord(toldRun("r1", [...events, ...whole.slice(11)])).status).toBe("answered");
  });

  it("refuses a log without its beginning", () => {
    expect(() => foldRecord(toldRun("r1", whole.slice(1)))).toThrow("run-start");
  });
});

describe("the folds of the other jobs", () => {
  const asked = {
    principal: "arn:aws:iam::123456789012:role/app",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::b/k",
  };
  const call: EventBody = { kind: "call", attempt: 1, call: toldCall(1, {}) };

  it("explain access: the result with its calls, and unknown where there is none", () => {
    const start = runStart({ job: "explain-access", options: asked });
    const result = {
      ...asked,
      decision: "allowed",
      layers: [{ layer: "identity", verdict: "allows" }],
      deciding: [],
      missing: [],
    };
    expect(foldAccess(toldRun("r", [start, call, { kind: "result", result }]))).toMatchObject({
      id: "r",
      decision: "allowed",
      calls: [{ n: 1 }],
    });
    const partial = foldAccess(toldRun("r", [start, call]));
    expect(partial).toMatchObject({
      ...asked,
      decision: "unknown",
      missing: [{ why: "the run ended before its result" }],
    });
  });

  it("explain path: the result with its calls, and unknown where there is none", () => {
    const asked = { from: { cidr: "0.0.0.0/0" }, to: { id: "i-1" }, protocol: "tcp", port: 443 };
    const start = runStart({ job: "explain-path", options: asked });
    const result = { ...asked, reachable: "yes", hops: [], blockedBy: [], missing: [] };
    expect(foldPath(toldRun("r", [start, call, { kind: "result", result }]))).toMatchObject({
      reachable: "yes",
      calls: [{ n: 1 }],
    });
    expect(foldPath(toldRun("r", [start]))).toMatchObject({ ...asked, reachable: "unknown" });
  });

  it("script run: the outcome, and a policy of what was used and allowed", () => {
    const denied: EventBody = {
      kind: "call",
      attempt: 1,
      call: toldCall(2, undefined, { action: "ec2:DeleteVpc", decision: "denied" }),
    };
    const events = [
      runStart({ job: "script-run" }),
      call,
      denied,
      { kind: "attempt-end", step: 1, attempt: 1, outcome } as const,
    ];
    expect(foldScriptRun(toldRun("r", events))).toMatchObject({
      outcome,
      usedPolicy: { Statement: [{ Effect: "Allow", Action: ["ec2:DescribeInstances"], Resource: ["*"] }] },
    });
    expect(foldRun(toldRun("r", events)).job).toBe("script-run");
    expect(foldScriptRun(toldRun("r", events.slice(0, 1))).outcome.kind).toBe("refused");
  });
});
