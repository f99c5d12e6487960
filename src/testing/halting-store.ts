import type { Store } from "../core/store.ts";

/** A store that stops answering once `run` has `limit` events, as a killed process would: nothing after that is written, nothing returns. */
export function haltingStore(
  store: Store,
  limit: number,
): { readonly store: Store; readonly halted: Promise<void> } {
  const { promise: halted, resolve } = Promise.withResolvers<void>();
  const count = { appended: 0 };
  const never = new Promise<never>(() => undefined);
  return {
    halted,
    store: {
      append: (run, at, body) => {
        if (count.appended >= limit) return never;
        count.appended += 1;
        // What was appended stays; its caller never hears of it when it was the last.
        if (count.appended < limit) return store.append(run, at, body);
        return store.append(run, at, body).then(async () => {
          // A dead process holds nothing.
          await store.leave(run);
          resolve();
          return never;
        });
      },
      events: (run, from) => store.events(run, from),
      putBody: (digest, body) => (count.appended >= limit ? never : store.putBody(digest, body)),
      body: (digest) => store.body(digest),
      runs: (filter) => store.runs(filter),
      findRun: (id) => store.findRun(id),
      leave: (run) => store.leave(run),
      purge: (which) => store.purge(which),
      audit: store.audit,
      [Symbol.asyncDispose]: async () => undefined,
    },
  };
}
