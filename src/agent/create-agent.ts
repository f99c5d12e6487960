import { randomBytes } from "node:crypto";
import { AppError } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import { endOf, lastOf, startOf } from "../core/fold/fold-record.ts";
import { isObject } from "../core/json/json.ts";
import type { RunError, RunStatus } from "../core/record/record.ts";
import type { Agent, AgentOptions, AgentRun } from "./agent.ts";
import { makeAskGraph } from "./ask-graph.ts";
import { EventLog } from "./event-log.ts";
import { AgentLimits, defaultAgentLimits } from "./limits.ts";
import { NoAmbientTracing } from "./no-ambient-tracing.ts";
import { spentBy } from "./position.ts";
import { RunContext, runErrorOf } from "./run-context.ts";
import { runFailureOf } from "./run-failure.ts";
import { Stop } from "./stop.ts";

/** The agent over LangGraph. Importing this file loads LangGraph (some 400 ms): import it when it is needed. */
export function createAgent(options: AgentOptions): Agent {
  const { store, now } = options;
  return {
    async ask({ job = "ask", options: given = {}, ...start }, { signal } = {}) {
      const limits = { ...defaultAgentLimits, ...options.limits };
      const log = await EventLog.open({ store, run: newRunId(now()), now });
      await log.append({
        kind: "run-start",
        job,
        ...start,
        sandbox: options.sandbox.name,
        options: { ...given, limits },
      });
      return started(options, log, limits, signal);
    },
    async resume(run, { signal } = {}) {
      const log = await EventLog.open({ store, run, now });
      const events = log.events();
      if (events.length === 0)
        throw new AppError("not-found", `There is no run ${run}.`, { next: "nephoscope runs list" });
      const ended = endOf(events);
      if (ended && ended.status !== "cancelled") return endedRun(log);
      await log.append({ kind: "run-resume", from: events.length });
      return started(options, log, limitsOf(events, options.limits), signal);
    },
  };
}

function newRunId(now: Date): string {
  return `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}-${randomBytes(4).toString("hex")}`;
}

/** The run's own limits, unless the caller sets others. */
function limitsOf(events: readonly Event[], given: Partial<AgentLimits> = {}): AgentLimits {
  const kept = startOf(events).options;
  const parsed = AgentLimits.safeParse(isObject(kept) ? kept["limits"] : undefined);
  return { ...defaultAgentLimits, ...parsed.data, ...given };
}

function endedRun(log: EventLog): AgentRun {
  log.close();
  return {
    id: log.run,
    finished: Promise.resolve(log.events()),
    [Symbol.asyncIterator]: () => log[Symbol.asyncIterator](),
  };
}

function started(
  options: AgentOptions,
  log: EventLog,
  limits: AgentLimits,
  signal: AbortSignal | undefined,
): AgentRun {
  const finished = carry(options, log, limits, signal).finally(() => log.close());
  // Whoever only iterates need not look at it.
  finished.catch(() => undefined);
  return { id: log.run, finished, [Symbol.asyncIterator]: () => log[Symbol.asyncIterator]() };
}

async function carry(
  options: AgentOptions,
  log: EventLog,
  limits: AgentLimits,
  signal: AbortSignal | undefined,
): Promise<readonly Event[]> {
  using stop = new Stop({ seconds: limits.seconds, ...(signal && { signal }) });
  const failure = await carried(options, log, limits, stop).catch(runErrorOf);
  const events = log.events();
  const error =
    failure ??
    (stop.reason === undefined
      ? runFailureOf(events.flatMap((event) => (event.kind === "call" ? [event.call] : [])))
      : undefined);
  const ms = workedMilliseconds(events, options.now());
  await log.append({
    kind: "run-end",
    status: statusOf(events, stop, error),
    errors: error ? [error] : [],
    ms,
  });
  return log.events();
}

/** So many calls without an answer, and none answered before: the endpoint is not there, and waiting for more tells nothing. */
const silentCalls = 4;

function silentEndpoint(message: string): AppError {
  return new AppError("endpoint", `The endpoint does not answer (${message}).`, {
    next: "Check network and --endpoint-url.",
  });
}

/** Walks the graph. The broker has ended when this returns, so that no call comes after `run-end`. */
async function carried(
  options: AgentOptions,
  log: EventLog,
  limits: AgentLimits,
  stop: Stop,
): Promise<RunError | undefined> {
  const events = log.events();
  const spent = spentBy(events);
  const recorded = log
    .calls()
    .flatMap(({ response, ...call }) => (response === undefined || call.error ? [] : [{ call, response }]));
  const parts: { context?: RunContext } = {};
  await using broker = options.broker({
    lastCall: events.reduce(
      (last, event) => (event.kind === "call" ? Math.max(last, event.call.n) : last),
      0,
    ),
    record: (call, attempt, response) => log.record(call, attempt, response),
    onTransportFailure: ({ message, inARow }) => {
      if (inARow >= silentCalls && !log.calls().some((call) => call.response !== undefined))
        parts.context?.fail(silentEndpoint(message));
    },
    onCredentialsFailure: (error) => parts.context?.fail(error),
    recorded: [...(options.earlier ?? []), ...recorded],
    seconds: limits.seconds,
    calls: Math.max(0, limits.calls - spent.calls),
    usd: Math.max(0, startOf(events).grant.ceiling.usd - spent.usd),
  });
  const context = new RunContext({ options, log, broker, limits, stop });
  parts.context = context;
  await makeAskGraph(context).invoke(
    { events: events.length },
    {
      configurable: { thread_id: log.run },
      callbacks: [new NoAmbientTracing()],
      maxConcurrency: limits.concurrency,
      recursionLimit: 10 * (limits.iterations + 10),
      ...(options.checkpointer && { durability: "sync" as const }),
    },
  );
  return context.failure;
}

function statusOf(events: readonly Event[], stop: Stop, error: RunError | undefined): RunStatus {
  if (stop.reason === "cancelled") return "cancelled";
  if (error) return "failed";
  // A limit that an earlier plan met was overcome.
  const planned = lastOf(events, "plan")?.seq ?? 0;
  const limit = lastOf(events, "limit");
  if (!limit || limit.seq < planned) return "answered";
  return limit.which === "budget" ? "budget" : "limit";
}

/** How long processes worked on the run: the sum of its sessions, from their first event to their last. */
function workedMilliseconds(events: readonly Event[], now: Date): number {
  const starts = events.filter((event) => event.seq === 1 || event.kind === "run-resume");
  return starts.reduce((sum, start, index) => {
    const next = starts[index + 1];
    const last = next ? events[next.seq - 2]?.at : now.toISOString();
    return sum + Math.max(0, Date.parse(last ?? start.at) - Date.parse(start.at));
  }, 0);
}
