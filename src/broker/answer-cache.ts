import type { Json } from "../core/json.ts";
import type { DecodedCall, WireResponse } from "../core/source.ts";

/** An answer as the record holds it. */
export interface StoredAnswer {
  readonly wire: WireResponse;
  readonly value: Json;
  readonly nextToken?: string;
  readonly digest: string;
}

/** Answers of this run, so that nothing is read twice. Two that ask at once share one read. */
export class AnswerCache {
  readonly #answers = new Map<string, Promise<StoredAnswer | undefined>>();

  /** The stored answer, `undefined` when there is none; then the caller asks the cloud, and must call `settle` with what it got. */
  async find(
    call: DecodedCall,
  ): Promise<
    { readonly stored: StoredAnswer } | { readonly settle: (answer: StoredAnswer | undefined) => void }
  > {
    const key = keyOf(call);
    for (;;) {
      const pending = this.#answers.get(key);
      if (!pending) break;
      const stored = await pending;
      if (stored) return { stored };
    }
    const { promise, resolve } = Promise.withResolvers<StoredAnswer | undefined>();
    this.#answers.set(key, promise);
    return {
      settle: (answer) => {
        if (!answer && this.#answers.get(key) === promise) this.#answers.delete(key);
        resolve(answer);
      },
    };
  }

  /** After a change nothing that was read before it counts. */
  clear(): void {
    this.#answers.clear();
  }
}

function keyOf(call: DecodedCall): string {
  return JSON.stringify([call.service, call.operation, call.region, call.cacheKey]);
}
