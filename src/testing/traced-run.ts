import { digestOf } from "../core/json/digest.ts";
import type { EventBody } from "../core/event.ts";
import type { Json } from "../core/json/json.ts";
import type { Script } from "../core/script.ts";
import { runStart, toldCall } from "./told-run.ts";

/** Secrets of a made-up run, by where they were planted; put together here so that no scanner takes this file for a leak. */
export const planted = {
  question: "Tr0ub4dor&3xyz",
  tag: "c0rrecthorse-77",
  output: ["AKIA", "Q3EGRZ7LKW2PNB5D"].join(""),
  member: ["ghp_", "0123456789abcdefghijABCDEFGHIJ012345"].join(""),
  stderr: [
    "eyJh",
    "bGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  ].join(""),
  code: "s3cr3t-in-c0de-991",
  prompt: "MIIEowIBAAKCAQEAplantedplantedplantedplanted",
  why: "wJalrXUtnFEMIK7MDENGbPxRfiCYplantedKEY12",
  /** The sending process's own keys, quoted by the run. */
  langsmithKey: "lsv2-plain-key-of-this-process-1",
  headerKey: "collector-header-value-22",
} as const;

const policy = { Version: "2012-10-17" as const, Statement: [] };

function script(code: string): Script {
  return { code, requirements: ["boto3"], policy, origin: "model" };
}

/** What the made-up run's models were told and said. */
export const exchanged: readonly Json[] = [
  [
    { role: "system", text: "You plan." },
    {
      role: "user",
      text: `-----BEGIN RSA PRIVATE KEY-----\n${planted.prompt}\n-----END RSA PRIVATE KEY-----`,
    },
  ],
  `{"decision":"collect","note":"${planted.question} is what the user calls it"}`,
];

const [told = null, said = null] = exchanged;

function exchange(role: string, more: Partial<Extract<EventBody, { kind: "model" }>> = {}): EventBody {
  return {
    kind: "model",
    role,
    model: "big",
    prompt: `${role}/prompt@1`,
    promptDigest: digestOf(told),
    answerDigest: digestOf(said),
    inputTokens: 1000,
    cachedTokens: 400,
    outputTokens: 50,
    estimated: false,
    requests: 1,
    usd: 0.25,
    ms: 400,
    ...more,
  };
}

const first = { step: 1, attempt: 1 };
const second = { step: 1, attempt: 2 };

/** A run with two models, a step whose first attempt is turned down, a denied call, and secrets wherever text may stand. */
export function tracedRun(): readonly EventBody[] {
  const bad = script(`password = "${planted.code}"\nboto3.client("ec3")`);
  const good = script('import boto3\nprint(boto3.client("ec2").describe_instances())');
  const why = `aws_secret_access_key=${planted.why}`;
  return [
    runStart({
      question: `Why is web-1 slow? password=${planted.question} key ${planted.langsmithKey} ${planted.headerKey}`,
    }),
    exchange("router"),
    {
      kind: "question-read",
      question: {
        text: "Why is web-1 slow?",
        mentions: [],
        ports: [],
        actions: [],
        services: [],
        symptoms: [],
        asks: "cause",
        window: { from: "2026-11-21T07:00:00.000Z", to: "2026-11-21T10:00:00.000Z" },
      },
    },
    exchange("orchestrator"),
    {
      kind: "plan",
      iteration: 1,
      decidedBy: "big",
      decision: "collect",
      why,
      tasks: [{ step: 1, task: "read the instances", reason: "to see them" }],
    },
    exchange("coder", {
      ...first,
      model: "small",
      failure: { kind: "malformed", message: "No script in it." },
    }),
    exchange("coder", { ...first }),
    {
      kind: "script-written",
      ...first,
      iteration: 1,
      task: "read the instances",
      reason: "to see them",
      decidedBy: "big",
      script: bad,
    },
    {
      kind: "script-checked",
      ...first,
      accepted: false,
      diagnostics: [
        {
          rule: "api-name",
          kind: "api-name",
          severity: "error",
          line: 2,
          message: "no service ec3",
          fixed: false,
        },
      ],
      script: bad,
      error: { kind: "api-name", message: "There is no service ec3." },
    },
    exchange("coder", { ...second }),
    {
      kind: "script-written",
      ...second,
      iteration: 1,
      task: "read the instances",
      reason: "to see them",
      decidedBy: "big",
      script: good,
    },
    { kind: "script-checked", ...second, accepted: true, diagnostics: [], script: good },
    { kind: "attempt-start", ...second },
    {
      kind: "call",
      attempt: 2,
      call: toldCall(
        1,
        { Reservations: [] },
        { at: "2026-11-21T10:00:13.100Z", ms: 120, params: { Filters: ["x"] } },
      ),
    },
    {
      kind: "call",
      attempt: 2,
      call: toldCall(2, undefined, {
        operation: "TerminateInstances",
        at: "2026-11-21T10:00:13.400Z",
        status: 0,
        decision: "denied",
        deniedBy: "mandate",
        reason: "mutates",
      }),
    },
    {
      kind: "attempt-end",
      ...second,
      outcome: {
        kind: "exited",
        exitCode: 0,
        stdout: `{"Tags":[]}`,
        stderr: `Authorization: Bearer ${planted.stderr}`,
        ms: 900,
      },
      output: {
        Tags: [{ Key: "DbPassword", Value: planted.tag }],
        [planted.member]: 1,
        note: `used ${planted.output} for it`,
      },
    },
    { kind: "step-end", step: 1, status: "done" },
    { kind: "facts", iteration: 1, resources: 3, added: 3, types: {} },
    { kind: "plan", iteration: 2, decidedBy: "playbook", decision: "conclude", why: "enough", tasks: [] },
    exchange("analyst"),
    {
      kind: "answer",
      mode: "mixed",
      answer: {
        verdict: "inconclusive",
        decidedBy: "big",
        summary: "Nothing is wrong with web-1.",
        findings: [],
        ruledOut: [],
        gaps: [`nothing is called ${planted.question}`],
        rejectedClaims: [],
      },
    },
    { kind: "run-end", status: "answered", errors: [], ms: 20_000 },
  ];
}
