import type { Call } from "../core/call.ts";
import { callsOf, endOf } from "../core/fold-record.ts";
import type { Store } from "../core/store.ts";

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
