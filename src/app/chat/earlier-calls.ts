import type { RecordedAnswer } from "../../broker/broker.ts";
import type { Call } from "../../core/call.ts";
import type { Event } from "../../core/event.ts";
import { startOf } from "../../core/fold/fold-record.ts";
import type { Scope } from "../../core/record/record.ts";
import type { Store } from "../../core/store.ts";
import { recordedCalls } from "../runs/recorded-calls.ts";

export interface EarlierCalls {
  readonly store: Store;
  /** Runs of the thread, oldest first. */
  readonly runs: readonly string[];
  /** Of the run that is to use them. */
  readonly scope: Scope;
  /** ISO: what was read before it is read again. */
  readonly since: string;
}

/**
 * Reads of earlier runs that a new run may be answered from: still fresh, made after the last change, and in an account that the same identity reads through the
 * same endpoint. Whether the new run may make the call at all is for its broker to say, as for any other. A read that was itself served from an
 * earlier run keeps its first time and is not taken again.
 */
export async function earlierCalls(asked: EarlierCalls): Promise<readonly RecordedAnswer[]> {
  const logs = await Promise.all(asked.runs.map((run) => asked.store.events(run)));
  const changed = logs.flat().flatMap(changeOf);
  const since = [asked.since, ...changed].toSorted().at(-1) ?? asked.since;
  const taken = await Promise.all(logs.map((events) => takenFrom(events, { ...asked, since })));
  return taken.flat();
}

/** When something was changed, be it that the answer never came. */
function changeOf(event: Event): readonly string[] {
  if (event.kind !== "call" || event.call.decision === "denied") return [];
  return event.call.effects.includes("mutates") ? [event.call.at] : [];
}

async function takenFrom(
  events: readonly Event[],
  { store, scope, since }: EarlierCalls,
): Promise<readonly RecordedAnswer[]> {
  const start = events.find((event) => event.kind === "run-start");
  if (!start || start.scope.endpoint !== scope.endpoint) return [];
  const own = new Set(readersOf(scope).map(keyOf));
  const accounts = new Set(
    readersOf(startOf(events).scope)
      .filter((reader) => own.has(keyOf(reader)))
      .map(({ account }) => account),
  );
  const calls = await recordedCalls(store, events);
  const unfinished = unfinishedLists(calls);
  return calls.flatMap(({ response, ...call }) => {
    const fits =
      response !== undefined &&
      !call.error &&
      !call.cached &&
      call.at > since &&
      !unfinished.has(call.page?.first ?? 0) &&
      accounts.has(call.account ?? start.scope.account);
    return fits
      ? [{ call: { ...call, earlier: { run: start.run, call: call.n, at: call.at } }, response }]
      : [];
  });
}

/** First calls of lists that were not read to their end: the token of the next page may have expired. */
function unfinishedLists(calls: readonly Call[]): ReadonlySet<number> {
  const more = new Map(calls.flatMap(({ page }) => (page ? [[page.first, page.more] as const] : [])));
  return new Set([...more].flatMap(([first, goesOn]) => (goesOn ? [first] : [])));
}

function readersOf({ account, identity, targets }: Scope): readonly { account: string; identity: string }[] {
  return targets ?? [{ account, identity }];
}

/** Sessions of one role have a name each, and may do the same. */
function keyOf({ account, identity }: { account: string; identity: string }): string {
  const role = identity.includes(":assumed-role/") ? identity.replace(/\/[^/]*$/, "") : identity;
  return `${account} ${role}`;
}
