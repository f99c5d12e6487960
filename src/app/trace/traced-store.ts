import type { Store } from "../../core/store.ts";

/** A store that says when a run has ended. */
export function tracedStore(store: Store, onEnd: (run: string) => void): Store {
  return {
    append: async (run, at, body) => {
      const event = await store.append(run, at, body);
      if (event.kind === "run-end") onEnd(run);
      return event;
    },
    events: (run, from) => store.events(run, from),
    putBody: (digest, body) => store.putBody(digest, body),
    body: (digest) => store.body(digest),
    runs: (filter) => store.runs(filter),
    findRun: (idOrPrefix) => store.findRun(idOrPrefix),
    leave: (run) => store.leave(run),
    purge: (which) => store.purge(which),
    audit: store.audit,
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}
