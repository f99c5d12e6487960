import { foldRecord } from "../../src/core/fold/fold-record.ts";
import type { Event, EventBody } from "../../src/core/event.ts";
import type { Finding } from "../../src/core/finding.ts";
import type { RunRecord } from "../../src/core/record/record.ts";
import { runStart, toldCall, toldRun } from "../../src/testing/told-run.ts";

export interface HostileRun {
  readonly events: readonly Event[];
  readonly record: RunRecord;
}

/** A run in which every text that can come from an account, a script or a question is `text`. */
export function hostileRun(text: string): HostileRun {
  const events = toldRun("run-1", bodies(text));
  return { events, record: foldRecord(events) };
}

function bodies(text: string): readonly EventBody[] {
  const script = {
    code: `# ${text}`,
    requirements: [text],
    policy: policyOf(text),
    origin: "model" as const,
  };
  const hops = ["from", "in", "to"].map((direction) => ({
    component: { type: `AWS::EC2::${text}`, id: text, name: text },
    direction,
    verdict: "blocks",
    rule: { text },
    why: text,
    evidence: [],
  }));
  const layers = [{ layer: "identity", verdict: "denies" }];
  const deciding = [
    {
      layer: "scp",
      policy: { id: text, name: text, arn: text },
      statement: text,
      effect: "Deny",
      why: text,
      evidence: [],
    },
  ];
  return [
    runStart({
      question: text,
      scope: {
        source: "aws",
        account: "123456789012",
        regions: ["us-east-1"],
        identity: text,
        endpoint: text,
        window: { from: "2026-11-21T07:00:00.000Z", to: "2026-11-21T10:00:00.000Z" },
      },
    }),
    { kind: "note", text },
    {
      kind: "plan",
      iteration: 1,
      decidedBy: "playbook",
      decision: "collect",
      why: text,
      tasks: [{ step: 1, task: text, reason: text }],
    },
    {
      kind: "script-written",
      step: 1,
      attempt: 1,
      iteration: 1,
      task: text,
      reason: text,
      decidedBy: "playbook",
      script,
    },
    { kind: "script-checked", step: 1, attempt: 1, accepted: true, diagnostics: [], script },
    { kind: "attempt-start", step: 1, attempt: 1 },
    {
      kind: "call",
      attempt: 1,
      call: toldCall(
        1,
        { Tags: [{ Key: text, Value: text }], [text]: text },
        {
          params: { Name: text, [text]: [text] },
          error: { code: "Throttling", message: text },
        },
      ),
    },
    {
      kind: "call",
      attempt: 1,
      call: toldCall(2, undefined, {
        decision: "denied",
        deniedBy: "policy",
        reason: text,
        status: 0,
        resources: [text],
      }),
    },
    {
      kind: "attempt-end",
      step: 1,
      attempt: 1,
      outcome: { kind: "exited", exitCode: 0, stdout: `${text}\n`, stderr: `${text}\n`, ms: 4 },
      error: { kind: "exception", message: text },
      output: { [text]: text, list: [text] },
    },
    { kind: "step-end", step: 1, status: "done" },
    {
      kind: "verdict",
      iteration: 1,
      check: text,
      result: "fault",
      text,
      detail: { hops, from: { name: text }, to: { id: text }, reachable: "no" },
    },
    {
      kind: "verdict",
      iteration: 1,
      check: text,
      result: "fault",
      text,
      detail: { decision: "denied-explicitly", layers, deciding },
    },
    { kind: "verdict", iteration: 1, check: text, result: "gap", text },
    { kind: "limit", which: "calls", text },
    {
      kind: "answer",
      mode: "playbook",
      answer: {
        verdict: "fault-found",
        decidedBy: "playbook",
        summary: text,
        findings: [findingOf(text, 1, "high"), findingOf(text, 2, "info")],
        ruledOut: [{ check: text, evidence: [evidenceOf(text)] }],
        gaps: [text],
        rejectedClaims: [{ text, why: text }],
      },
    },
    { kind: "run-end", status: "answered", errors: [{ code: "bug", message: text, next: text }], ms: 10 },
  ];
}

function policyOf(text: string) {
  return { Version: "2012-10-17", Statement: [{ Sid: text, Effect: "Allow", Action: text, Resource: text }] };
}

function evidenceOf(text: string) {
  return { call: 1, pointer: `/${text}`, value: { [text]: text }, query: text, result: text };
}

function findingOf(text: string, rank: number, severity: Finding["severity"]): Finding {
  return {
    rank,
    title: text,
    severity,
    standing: "proved",
    confidence: 1,
    resource: { type: text, id: text, name: text },
    property: text,
    observed: { [text]: text },
    expected: text,
    explanation: text,
    pillars: [text],
    evidence: [evidenceOf(text)],
    fix: {
      summary: text,
      commands: [["aws", "ec2", "create-tags", "--tags", text]],
      risk: text,
      rollback: text,
      proof: {
        flips: true,
        newlyAllowed: [
          { from: text, to: text, port: 1 },
          { principal: text, action: text, resource: text },
        ],
      },
    },
    check: text,
  };
}
