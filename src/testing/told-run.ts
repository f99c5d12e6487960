import type { Call } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Event, EventBody } from "../core/event.ts";
import type { Json } from "../core/json/json.ts";

const at = Date.parse("2026-11-21T10:00:00.000Z");

/** Events as a store would number them, one a second. */
export function toldRun(run: string, bodies: readonly EventBody[]): readonly Event[] {
  return bodies.map((body, index) => ({
    run,
    seq: index + 1,
    at: new Date(at + index * 1000).toISOString(),
    ...body,
  }));
}

export function runStart(more: Partial<Extract<EventBody, { kind: "run-start" }>> = {}): EventBody {
  return {
    kind: "run-start",
    job: "ask",
    question: "Why can nobody reach web-1?",
    scope: {
      source: "aws",
      account: "123456789012",
      regions: ["us-east-1"],
      identity: "arn:aws:iam::123456789012:user/reader",
      window: { from: "2026-11-21T07:00:00.000Z", to: "2026-11-21T10:00:00.000Z" },
    },
    grant: {
      ceiling: { effects: ["pure"], usd: 0.1 },
      mandate: { accounts: ["123456789012"], regions: ["us-east-1"], effects: ["pure"] },
    },
    sandbox: "none",
    options: {},
    ...more,
  };
}

export function toldCall(n: number, response: Json | undefined, more: Partial<Call> = {}): Call {
  return {
    n,
    step: 1,
    service: "ec2",
    operation: "DescribeInstances",
    action: "ec2:DescribeInstances",
    resources: ["*"],
    region: "us-east-1",
    params: {},
    status: 200,
    effects: ["pure"],
    decision: "allowed",
    cached: false,
    page: { first: n, more: false },
    ms: 5,
    bytes: 100,
    at: "2026-11-21T10:00:00.000Z",
    ...(response !== undefined && { responseDigest: digestOf(response) }),
    ...more,
  };
}

/** A call of an action such as `ec2:DescribeVpcs`, allowed and answered. */
export function toldAction(action: string, more: Partial<Call> = {}): Call {
  const [service = "", operation = ""] = action.split(":");
  return toldCall(1, undefined, { service, operation, action, ...more });
}
