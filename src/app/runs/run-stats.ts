import type { Call } from "../../core/call.ts";
import { callsOf, endOf } from "../../core/fold/fold-record.ts";
import { exchangesOf } from "../../core/fold/fold-models.ts";
import type { ExchangeEvent } from "../../core/fold/fold-models.ts";
import { foldSteps } from "../../core/fold/fold-steps.ts";
import type { Step } from "../../core/record/record.ts";
import type { Store } from "../../core/store.ts";

export interface RunStats {
  readonly runs: number;
  readonly byJob: Readonly<Record<string, number>>;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly byVerdict: Readonly<Record<string, number>>;
  readonly awsCalls: {
    readonly sent: number;
    readonly cached: number;
    readonly denied: number;
    readonly failed: number;
    readonly usd: number;
  };
  /** Calls that were sent, by service. */
  readonly byService: Readonly<Record<string, { readonly calls: number; readonly medianMs: number }>>;
  /** Of runs that ended. */
  readonly medianMs: number;
  /** What each model was used for, over all roles. */
  readonly byModel: Readonly<Record<string, ModelStats>>;
  readonly scripts: {
    readonly steps: number;
    readonly done: number;
    /** How many attempts steps took that were done: `{"1": 40, "2": 3}`. */
    readonly attempts: Readonly<Record<string, number>>;
    /** Why attempts failed or were turned down, by class. */
    readonly errors: Readonly<Record<string, number>>;
  };
}

export interface ModelStats {
  readonly calls: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
  /** Exchanges without a usable answer. */
  readonly failures: number;
  /** Of one exchange, retries included. */
  readonly meanMs: number;
}

/** What all kept runs come to. */
export async function runStats(store: Store): Promise<RunStats> {
  const runs = await store.runs();
  const logs = await Promise.all(runs.map((run) => store.events(run.id)));
  const calls = logs.flatMap(callsOf);
  const sent = calls.filter((call) => call.decision === "allowed" && !call.cached);
  const services = [...Map.groupBy(sent, (call) => call.service)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    runs: runs.length,
    byJob: counted(runs.map((run) => run.job)),
    byStatus: counted(runs.map((run) => run.status)),
    byVerdict: counted(runs.flatMap((run) => run.verdict ?? [])),
    awsCalls: {
      sent: sent.length,
      cached: calls.filter((call) => call.cached).length,
      denied: calls.filter((call) => call.decision === "denied").length,
      failed: sent.filter((call) => call.error !== undefined).length,
      usd: sent.reduce((sum, call) => sum + (call.usd ?? 0), 0),
    },
    byService: Object.fromEntries(
      services.map(([service, ofService]) => [
        service,
        { calls: ofService.length, medianMs: median(msOf(ofService)) },
      ]),
    ),
    medianMs: median(logs.flatMap((events) => endOf(events)?.ms ?? [])),
    byModel: modelStats(logs.flatMap(exchangesOf)),
    scripts: scriptStats(logs.flatMap(foldSteps)),
  };
}

function modelStats(exchanges: readonly ExchangeEvent[]): Record<string, ModelStats> {
  const groups = [...Map.groupBy(exchanges, ({ model }) => model)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    groups.map(([model, group]) => {
      const sum = (of: (one: ExchangeEvent) => number) => group.reduce((all, one) => all + of(one), 0);
      return [
        model,
        {
          calls: sum((one) => one.requests),
          inputTokens: sum((one) => one.inputTokens),
          cachedTokens: sum((one) => one.cachedTokens),
          outputTokens: sum((one) => one.outputTokens),
          usd: sum((one) => one.usd),
          failures: group.filter((one) => one.failure !== undefined).length,
          meanMs: sum((one) => one.ms) / group.length,
        },
      ];
    }),
  );
}

function scriptStats(steps: readonly Step[]): RunStats["scripts"] {
  const done = steps.filter((step) => step.status === "done");
  return {
    steps: steps.length,
    done: done.length,
    attempts: counted(done.map((step) => String(step.attempts.length))),
    errors: counted(steps.flatMap((step) => step.attempts.flatMap((attempt) => attempt.error?.kind ?? []))),
  };
}

function msOf(calls: readonly Call[]): readonly number[] {
  return calls.map((call) => call.ms);
}

function counted(names: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(names, (name) => name)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(groups.map(([name, all]) => [name, all.length]));
}

/** 0 where there is nothing. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 0 ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}
