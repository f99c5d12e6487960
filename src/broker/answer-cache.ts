import { canonicalText } from "../core/json/canonical-text.ts";
import type { Call, EarlierCall } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Json } from "../core/json/json.ts";
import type { DecodedCall, Source, WireResponse } from "../core/source.ts";
import type { BrokerOptions } from "./broker.ts";
import { isUnfinished } from "./is-unfinished.ts";

/** An answer as the record holds it. */
export interface StoredAnswer {
  readonly wire: WireResponse;
  readonly value: Json;
  readonly nextToken?: string;
  readonly digest: string;
  /** Where another run of the thread made the call. */
  readonly earlier?: EarlierCall;
}

/** Answers of this run, so that nothing is read twice. Two that ask at once share one read. */
export class AnswerCache {
  readonly #answers = new Map<string, Promise<StoredAnswer | undefined>>();
  readonly #recorded = new Map<string, { readonly response: Json; readonly earlier?: EarlierCall }>();
  readonly #source: Source;

  constructor({ source, recorded = [] }: Pick<BrokerOptions, "source" | "recorded">) {
    this.#source = source;
    for (const { call, cacheKey, response } of recorded) {
      if (call.effects.includes("mutates") && call.status > 0) this.#recorded.clear();
      const key = cacheKey === undefined ? recordedKey(call) : keyOf({ ...call, cacheKey });
      if (key !== undefined && !call.error && !isUnfinished(response))
        this.#recorded.set(key, { response, ...(call.earlier && { earlier: call.earlier }) });
    }
  }

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
    const earlier = this.#earlier(call, key);
    if (earlier) return { stored: earlier };
    const { promise, resolve } = Promise.withResolvers<StoredAnswer | undefined>();
    this.#answers.set(key, promise);
    return {
      settle: (answer) => {
        if (!answer && this.#answers.get(key) === promise) this.#answers.delete(key);
        resolve(answer);
      },
    };
  }

  /** What an earlier process of this run, or an earlier run of its thread, has recorded, where the source can put it into the service's form again. */
  #earlier(call: DecodedCall, key: string): StoredAnswer | undefined {
    const byParams = recordedKey(call);
    const found =
      this.#recorded.get(key) ?? (byParams === undefined ? undefined : this.#recorded.get(byParams));
    const wire = found && this.#source.encode?.(call, found.response);
    if (!found || !wire) return undefined;
    const { nextToken } = this.#source.read(call, wire);
    const { response: value, earlier } = found;
    return {
      wire,
      value,
      digest: digestOf(value),
      ...(nextToken !== undefined && { nextToken }),
      ...(earlier && { earlier }),
    };
  }

  /** After a change nothing that was read before it counts. */
  clear(): void {
    this.#answers.clear();
    this.#recorded.clear();
  }
}

/**
 * The key of a call of which the record holds the parameters only; undefined where one of them was blinded, for then two different requests
 * look the same.
 */
function recordedKey(call: Pick<Call, "service" | "operation" | "region" | "params">): string | undefined {
  const params = canonicalText(call.params) ?? "";
  return params.includes("«")
    ? undefined
    : JSON.stringify([call.service, call.operation, call.region, "recorded", params]);
}

function keyOf(call: Pick<DecodedCall, "service" | "operation" | "region" | "cacheKey">): string {
  return JSON.stringify([call.service, call.operation, call.region, call.cacheKey]);
}
