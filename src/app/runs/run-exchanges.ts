import { exchangesOf } from "../../core/fold/fold-models.ts";
import type { ExchangeEvent } from "../../core/fold/fold-models.ts";
import type { Json } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import { eventsOfRun } from "./runs.ts";

/** One exchange with a model and its text, as far as the store still has it. */
export interface RunExchange extends Omit<ExchangeEvent, "kind" | "run"> {
  readonly messages?: Json;
  readonly answer?: Json;
}

/** The exchanges of a run in their order. Throws AppError `not-found`. */
export async function exchangesOfRun(store: Store, idOrPrefix: string): Promise<readonly RunExchange[]> {
  const events = await eventsOfRun(store, idOrPrefix);
  return Promise.all(
    exchangesOf(events).map(async ({ kind: _kind, run: _run, ...exchange }) => {
      const messages = await store.body(exchange.promptDigest);
      const answer =
        exchange.answerDigest === undefined ? undefined : await store.body(exchange.answerDigest);
      return {
        ...exchange,
        ...(messages !== undefined && { messages }),
        ...(answer !== undefined && { answer }),
      };
    }),
  );
}
