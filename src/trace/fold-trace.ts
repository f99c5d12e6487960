import type { Event, EventBody } from "../core/event.ts";
import { callsOf, endOf, lastOf, startOf } from "../core/fold/fold-record.ts";
import { spanOfAttempt, spanOfCall, spanOfExchange } from "./leaf-spans.ts";
import type { TextOf } from "./leaf-spans.ts";
import type { Span } from "./trace.ts";

/**
 * The spans of a run from its events; of a run that goes on or was broken off, as far as they tell. Nothing in them is redacted yet.
 * `textOf` gives what a model was told and said, by digest; without it that is left out.
 */
export function foldTrace(events: readonly Event[], textOf?: TextOf): readonly Span[] {
  const places = placesOf(events);
  const spans = [
    ...iterationsOf(events),
    ...stepsOf(events),
    ...attemptsOf(events),
    ...events.flatMap((event) =>
      event.kind === "model" ? [spanOfExchange(event, places.get(event.seq) ?? "run", textOf)] : [],
    ),
    ...events.flatMap((event) => (event.kind === "call" ? [spanOfCall(event)] : [])),
  ];
  const known = new Set(spans.map((span) => span.key));
  const rooted = spans.map((span) =>
    span.parent === undefined || known.has(span.parent) ? span : { ...span, parent: "run" },
  );
  return around([runSpan(events), ...rooted]);
}

function runSpan(events: readonly Event[]): Span {
  const start = startOf(events);
  const end = endOf(events);
  const answer = lastOf(events, "answer");
  const exchanges = events.flatMap((event) => (event.kind === "model" ? [event] : []));
  const failure = end?.errors[0];
  const { account, regions, identity } = start.scope;
  const bad = end !== undefined && end.status !== "answered";
  return {
    key: "run",
    about: { kind: "run" },
    name: `nephoscope ${start.job}`,
    start: start.at,
    end: end?.at ?? events.at(-1)?.at ?? start.at,
    status: end === undefined ? "unfinished" : bad ? "error" : "ok",
    ...(bad && {
      error: {
        type: failure?.code ?? end.status,
        message: failure?.message ?? `The run ended: ${end.status}.`,
      },
    }),
    facts: {
      job: start.job,
      status: end?.status ?? "unfinished",
      ...(answer && {
        mode: answer.mode,
        verdict: answer.answer.verdict,
        decidedBy: answer.answer.decidedBy,
      }),
      account,
      regions,
      identity,
      sandbox: start.sandbox,
      awsCalls: callsOf(events).filter((call) => call.decision === "allowed" && !call.cached).length,
      modelTokens: exchanges.reduce(
        (sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens,
        0,
      ),
      modelUsd: exchanges.reduce((sum, { usd }) => sum + usd, 0),
    },
    input: { question: start.question },
    ...(answer && {
      output: {
        summary: answer.answer.summary,
        findings: answer.answer.findings.map(({ title, severity, standing }) => ({
          title,
          severity,
          standing,
        })),
        gaps: answer.answer.gaps,
      },
    }),
  };
}

/** A round of planning begins where the one before ended, and ends when its facts are learnt, or with the answer. */
function iterationsOf(events: readonly Event[]): readonly Span[] {
  return latest(events, (event) => (event.kind === "plan" ? `iteration/${event.iteration}` : undefined)).map(
    ([key, plan]) => {
      if (plan.kind !== "plan") throw new TypeError("not a plan");
      const { iteration, decision, decidedBy, why, playbook, tasks } = plan;
      const learnt = events.find((event) => event.kind === "facts" && event.iteration === iteration);
      const ended = learnt ?? lastOf(events, "answer") ?? events.at(-1) ?? plan;
      const verdicts = events.filter((event) => event.kind === "verdict" && event.iteration === iteration);
      return {
        key,
        parent: "run",
        about: { kind: "iteration" },
        name: decision === "collect" ? `iteration ${iteration}` : "conclude",
        start: plan.at,
        end: ended.at,
        status: ended.kind === "facts" || ended.kind === "answer" ? "ok" : "unfinished",
        facts: {
          iteration,
          decision,
          decidedBy,
          ...(playbook !== undefined && { playbook }),
          tasks: tasks.length,
          verdicts: verdicts.length,
          ...(learnt?.kind === "facts" && { resources: learnt.resources, added: learnt.added }),
        },
        input: { why },
        output: { tasks: tasks.map(({ step, task, reason }) => ({ step, task, reason })) },
      };
    },
  );
}

function stepsOf(events: readonly Event[]): readonly Span[] {
  return latest(events, (event) =>
    event.kind === "script-written" ? `step/${event.step}` : undefined,
  ).flatMap(([key, written]) => {
    if (written.kind !== "script-written") return [];
    const { step, iteration, task, reason, decidedBy, target } = written;
    const end = events.findLast((event) => event.kind === "step-end" && event.step === step);
    const status = end?.kind === "step-end" ? end.status : "unfinished";
    const span: Span = {
      key,
      parent: `iteration/${iteration}`,
      about: { kind: "step" },
      name: task,
      start: written.at,
      end: end?.at ?? written.at,
      status: status === "done" ? "ok" : status === "abandoned" ? "error" : "unfinished",
      ...(status === "abandoned" && { error: { type: "abandoned", message: "No attempt did it." } }),
      facts: { iteration, step, status, decidedBy, ...(target && { ...target }) },
      input: { task, reason },
    };
    return [span];
  });
}

/** Of an attempt that was begun again, as it ended. `script run` has attempts without a step that was written. */
function attemptsOf(events: readonly Event[]): readonly Span[] {
  const keyOf = (event: Event) =>
    event.kind === "script-written" ||
    event.kind === "script-checked" ||
    event.kind === "script-rehearsed" ||
    event.kind === "attempt-start" ||
    event.kind === "attempt-end"
      ? `step/${event.step}/attempt/${event.attempt}`
      : undefined;
  const groups = Map.groupBy(events, keyOf);
  return [...groups].flatMap(([key, own]) => (key === undefined ? [] : [spanOfAttempt(key, own)]));
}

/** Where an exchange belongs: to its attempt, else to the round that is being planned. */
function placesOf(events: readonly Event[]): ReadonlyMap<number, string> {
  const places = new Map<number, string>();
  for (const [index, event] of events.entries()) {
    if (event.kind !== "model") continue;
    places.set(event.seq, placeOf(event, events.slice(0, index), events.slice(index + 1)));
  }
  return places;
}

function placeOf(
  { step, attempt }: Extract<EventBody, { kind: "model" }>,
  before: readonly Event[],
  after: readonly Event[],
): string {
  if (step !== undefined && attempt !== undefined) return `step/${step}/attempt/${attempt}`;
  if (step !== undefined) return `step/${step}`;
  const last = before.findLast(
    (event) => event.kind === "plan" || event.kind === "facts" || event.kind === "question-read",
  );
  if (last?.kind === "plan") return `iteration/${last.iteration}`;
  const next = last && after.find((event) => event.kind === "plan");
  return next?.kind === "plan" ? `iteration/${next.iteration}` : "run";
}

/** The last event of each key, in the order in which the keys came. */
function latest(
  events: readonly Event[],
  keyOf: (event: Event) => string | undefined,
): (readonly [string, Event])[] {
  const found = new Map<string, Event>();
  for (const event of events) {
    const key = keyOf(event);
    if (key !== undefined) found.set(key, event);
  }
  return [...found];
}

/** Parents stretched round their children, and put before them. */
function around(spans: readonly Span[]): readonly Span[] {
  const children = Map.groupBy(spans, (span) => span.parent);
  const placed = (span: Span): readonly Span[] => {
    const below = (children.get(span.key) ?? []).map(placed);
    const direct = below.flatMap(([first]) => first ?? []);
    const start = direct.reduce((first, { start: at }) => (at < first ? at : first), span.start);
    const end = direct.reduce(
      (last, { end: at }) => (at > last ? at : last),
      span.end < start ? start : span.end,
    );
    const sorted = below.toSorted(([a], [b]) => Date.parse(a?.start ?? "") - Date.parse(b?.start ?? ""));
    return [{ ...span, start, end }, ...sorted.flat()];
  };
  return (children.get(undefined) ?? []).flatMap(placed);
}
