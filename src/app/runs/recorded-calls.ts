import type { RecordedCall } from "../../core/call.ts";
import type { Event } from "../../core/event.ts";
import { callsOf } from "../../core/fold/fold-record.ts";
import type { Store } from "../../core/store.ts";

/** A run's calls with their stored responses. */
export async function recordedCalls(
  store: Store,
  events: readonly Event[],
): Promise<readonly RecordedCall[]> {
  return Promise.all(
    callsOf(events).map(async (call) => {
      const response = call.responseDigest === undefined ? undefined : await store.body(call.responseDigest);
      return { ...call, ...(response !== undefined && { response }) };
    }),
  );
}
