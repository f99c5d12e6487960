/** The front door: what every store promises. Implementations: `sqlite-store.ts`; `testing/memory-store.ts` in tests. */
export type { RunSummary, Store } from "../core/store.ts";
