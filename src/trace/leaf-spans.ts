import type { Event } from "../core/event.ts";
import { isArray, type Json } from "../core/json/json.ts";
import type { Span } from "./trace.ts";

type EventOf<K extends Event["kind"]> = Extract<Event, { kind: K }>;

/** What was stored under a digest; undefined where it is gone. */
export type TextOf = (digest: string) => Json | undefined;

/** One attempt at a step from the events that name it. */
export function spanOfAttempt(key: string, events: readonly Event[]): Span {
  const written = last(events, "script-written");
  const checked = last(events, "script-checked");
  const rehearsed = last(events, "script-rehearsed");
  const ended = last(events, "attempt-end");
  const [first] = events;
  const { step = 0, attempt = 0 } = ended ?? checked ?? written ?? {};
  const started = last(events, "attempt-start");
  // One that was begun again: the first try of it told nothing.
  const end = ended && (!started || ended.seq > started.seq) ? ended : undefined;
  const error =
    end?.error ??
    (checked?.accepted === false ? checked.error : undefined) ??
    (rehearsed?.accepted === false ? rehearsed.rehearsal?.error : undefined);
  const turnedDown = checked?.accepted === false || rehearsed?.accepted === false;
  const status = end
    ? error || end.outcome.kind !== "exited"
      ? "failed"
      : "ran"
    : turnedDown
      ? "rejected"
      : "unfinished";
  const script = checked?.script ?? written?.script;
  const message = error?.message ?? end?.outcome.why ?? `The attempt ${status}.`;
  const bad = status === "failed" || status === "rejected";
  return {
    key,
    parent: `step/${step}`,
    about: { kind: "attempt" },
    name: `attempt ${attempt}`,
    start: first?.at ?? "",
    end: events.at(-1)?.at ?? "",
    status: status === "ran" ? "ok" : status === "unfinished" ? "unfinished" : "error",
    ...(bad && { error: { type: error?.kind ?? end?.outcome.kind ?? status, message } }),
    facts: {
      ...(written && { iteration: written.iteration, decidedBy: written.decidedBy }),
      step,
      attempt,
      status,
      ...(script && { origin: script.origin, requirements: script.requirements }),
      ...(checked && { diagnostics: checked.diagnostics.map(({ rule, line }) => `${rule} in line ${line}`) }),
      ...(rehearsed && { rehearsed: rehearsed.accepted }),
      ...(end && { outcome: end.outcome.kind, ms: end.outcome.ms }),
      ...(end?.outcome.exitCode !== undefined && { exitCode: end.outcome.exitCode }),
    },
    ...(script && { input: { code: script.code } }),
    ...(end && {
      output: {
        // What was printed, read as JSON where it is.
        ...(end.output === undefined ? { stdout: end.outcome.stdout } : { output: end.output }),
        stderr: end.outcome.stderr,
      },
    }),
  };
}

/** A call without its parameters and its response: what was asked of whom, and how it was decided. */
export function spanOfCall({ attempt, call }: EventOf<"call">): Span {
  const { n, step, service, operation, region, decision, deniedBy, reason, error, cached, status } = call;
  const failed =
    decision === "denied"
      ? { type: `denied-by-${deniedBy ?? "broker"}`, message: reason ?? "The broker denied the call." }
      : error && { type: error.code, message: error.message };
  return {
    key: `call/${n}`,
    parent: `step/${step}/attempt/${attempt}`,
    about: { kind: "call", call: { service, operation, region, status } },
    name: `${service}:${operation}`,
    start: call.at,
    end: later(call.at, call.ms),
    status: failed ? "error" : "ok",
    ...(failed && { error: failed }),
    facts: {
      call: n,
      step,
      attempt,
      service,
      operation,
      region,
      ...(call.account !== undefined && { account: call.account }),
      decision,
      ...(deniedBy && { deniedBy }),
      status,
      cached,
      effects: call.effects,
      ms: call.ms,
      bytes: call.bytes,
      ...(call.usd !== undefined && { usd: call.usd }),
    },
  };
}

/** An exchange with a model; it is put on record when it has ended. */
export function spanOfExchange(event: EventOf<"model">, parent: string, textOf?: TextOf): Span {
  const { role, model, prompt, step, attempt, inputTokens, cachedTokens, outputTokens, usd, failure } = event;
  const told = textOf?.(event.promptDigest);
  const turns = event.turnsDigest === undefined ? undefined : textOf?.(event.turnsDigest);
  const said = event.answerDigest === undefined ? undefined : textOf?.(event.answerDigest);
  return {
    key: `model/${event.seq}`,
    parent,
    about: { kind: "model", exchange: { role, model, inputTokens, cachedTokens, outputTokens, usd } },
    name: `${role} ${model}`,
    start: later(event.at, -event.ms),
    end: event.at,
    status: failure ? "error" : "ok",
    ...(failure && { error: { type: failure.kind, message: failure.message } }),
    facts: {
      role,
      model,
      prompt,
      ...(step !== undefined && { step }),
      ...(attempt !== undefined && { attempt }),
      inputTokens,
      cachedTokens,
      outputTokens,
      estimated: event.estimated,
      requests: event.requests,
      usd,
      ms: event.ms,
    },
    ...(told !== undefined && {
      input: { messages: isArray(told) && isArray(turns) ? [...told, ...turns] : told },
    }),
    ...(said !== undefined && { output: { text: said } }),
  };
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

function last<K extends Event["kind"]>(events: readonly Event[], kind: K): EventOf<K> | undefined {
  return events.findLast((event): event is EventOf<K> => event.kind === kind);
}
