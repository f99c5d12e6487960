import type { Call } from "../core/call.ts";
import type { Event } from "../core/event.ts";

/**
 * The calls that facts are made of: all but those of an attempt that a process left unfinished and another made again. They stay in the record, but a
 * list of which the first try read one page must not pass for one that cannot be read.
 */
export function standingCalls<T extends Call>(events: readonly Event[], calls: readonly T[]): readonly T[] {
  const starts = new Map<string, number>();
  const made = new Map<number, { readonly seq: number; readonly attempt: string }>();
  for (const event of events) {
    if (event.kind === "attempt-start") starts.set(`${event.step}/${event.attempt}`, event.seq);
    if (event.kind === "call")
      made.set(event.call.n, { seq: event.seq, attempt: `${event.call.step}/${event.attempt}` });
  }
  return calls.filter((call) => {
    const { seq = 0, attempt = "" } = made.get(call.n) ?? {};
    return seq >= (starts.get(attempt) ?? 0);
  });
}
