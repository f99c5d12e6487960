import { exchangesOf } from "../../core/fold/fold-models.ts";
import type { ExchangeEvent } from "../../core/fold/fold-models.ts";
import type { Json } from "../../core/json/json.ts";
import type { Store } from "../../core/store.ts";
import { eventsOfRun } from "./runs.ts";

/** One exchange with a model and its text, as far as the store still has it. */
export interface RunExchange extends Omit<ExchangeEvent, "kind" | "run"> {
  /** As it was sent. */
  readonly messages?: Json;
  /** What followed it before the last answer: one that could not be used, and what was said to it. */
  readonly turns?: Json;
  /** As the model wrote it. */
  readonly answer?: Json;
  /** What stands for what in these texts, where aliases were wanted; this was not sent. */
  readonly aliases?: Json;
}

/** The exchanges of a run in their order. Throws AppError `not-found`. */
export async function exchangesOfRun(store: Store, idOrPrefix: string): Promise<readonly RunExchange[]> {
  const events = await eventsOfRun(store, idOrPrefix);
  return Promise.all(
    exchangesOf(events).map(async ({ kind: _kind, run: _run, ...exchange }) => {
      const bodyOf = async (digest: string | undefined) =>
        digest === undefined ? undefined : store.body(digest);
      const messages = await bodyOf(exchange.promptDigest);
      const turns = await bodyOf(exchange.turnsDigest);
      const answer = await bodyOf(exchange.answerDigest);
      const aliases = await bodyOf(exchange.aliasesDigest);
      return {
        ...exchange,
        ...(messages !== undefined && { messages }),
        ...(turns !== undefined && { turns }),
        ...(answer !== undefined && { answer }),
        ...(aliases !== undefined && { aliases }),
      };
    }),
  );
}
