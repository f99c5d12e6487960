import { createHash } from "node:crypto";
import type { AuditBody } from "./audit.ts";
import { digestOf } from "../json/digest.ts";
import type { Event } from "../event.ts";
import { Json } from "../json/json.ts";

/** Parameters up to this many characters stand in the audit log; of larger ones their digest does. */
const largestParams = 4_000;

/** What the audit log says of an event; undefined for those that decide nothing and touch nothing. `log` is the digest of the events before. */
export function auditOfEvent(event: Event, log: () => string): AuditBody | undefined {
  if (event.kind === "run-start") {
    const { job, question, scope, grant, sandbox } = event;
    return { kind: "run-start", job, question, scope, grant, sandbox };
  }
  if (event.kind === "run-resume") return { kind: "run-resume", from: event.from };
  if (event.kind === "script-checked") {
    const { step, attempt, accepted, script } = event;
    return { kind: "script", step, attempt, accepted, code: digestOf(script.code), policy: script.policy };
  }
  if (event.kind === "call") return { kind: "call", attempt: event.attempt, call: auditedCall(event.call) };
  if (event.kind === "model") {
    const { run: _run, seq: _seq, at: _at, estimated: _estimated, requests: _requests, ...exchange } = event;
    return exchange;
  }
  if (event.kind !== "run-end") return undefined;
  return { kind: "run-end", status: event.status, errors: event.errors, events: event.seq - 1, log: log() };
}

type AuditedCall = Extract<AuditBody, { kind: "call" }>["call"];

/** A call as the audit log tells it. */
export function auditedCall(call: Extract<Event, { kind: "call" }>["call"]): AuditedCall {
  const { params, page: _page, ms: _ms, at: _at, ...rest } = call;
  const small = JSON.stringify(params).length <= largestParams;
  return { ...rest, ...(small ? { params } : { paramsDigest: digestOf(Json.parse(params)) }) };
}

/** The bodies that an event names; they are kept as long as it is. */
export function bodiesOf(event: Event): readonly string[] {
  const named =
    event.kind === "call"
      ? [event.call.responseDigest]
      : event.kind === "model"
        ? [event.promptDigest, event.turnsDigest, event.answerDigest, event.aliasesDigest]
        : [];
  return named.flatMap((digest) => digest ?? []);
}

/** An event as it is stored; any change of it shows. */
export interface StoredEvent {
  readonly run: string;
  readonly seq: number;
  readonly at: string;
  readonly kind: string;
  /** The JSON text as it was written. */
  readonly body: string;
}

export function digestOfStored({ run, seq, at, kind, body }: StoredEvent): string {
  return `sha256:${createHash("sha256")
    .update(JSON.stringify([run, seq, at, kind, body]))
    .digest("hex")}`;
}

/** The digest of a run's events, in their order. */
export function digestOfLog(events: Iterable<StoredEvent>): string {
  const hash = createHash("sha256");
  for (const event of events) hash.update(digestOfStored(event));
  return `sha256:${hash.digest("hex")}`;
}
