import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../core/call.ts";
import type { Json } from "../core/json.ts";
import type { DecodedCall } from "../core/source.ts";
import { AnswerCache } from "./answer-cache.ts";
import type { Denial } from "./authorize.ts";
import type { BrokerOptions, Session, TransportFailure } from "./broker.ts";
import { limitConcurrency } from "./limit-concurrency.ts";
import { PageChain } from "./page-chain.ts";

/** What one run's calls share: numbers, money, answers, lists, and whether the endpoint speaks. */
export class BrokerState {
  readonly options: BrokerOptions;
  readonly cache: AnswerCache;
  readonly pages = new PageChain();
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly chance: () => number;
  #lastNumber: number;
  #calls = 0;
  #usd = 0;
  #silence: TransportFailure | undefined;

  constructor(options: BrokerOptions) {
    this.options = options;
    this.cache = new AnswerCache(options);
    this.#lastNumber = options.lastCall;
    this.inTurn = limitConcurrency(options.limits.concurrency);
    this.wait = options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal }));
    this.chance = options.chance ?? Math.random;
  }

  get spent(): { readonly calls: number; readonly usd: number } {
    return { calls: this.#calls, usd: this.#usd };
  }

  get silence(): TransportFailure | undefined {
    return this.#silence;
  }

  nextNumber(): number {
    this.#lastNumber += 1;
    return this.#lastNumber;
  }

  /** Books a call before it is made, so that calls at the same time cannot pass a limit together. */
  spend(usd: number, call: DecodedCall, session: Session): Denial | undefined {
    const { limits } = this.options;
    const name = call.actions[0] ?? `${call.service}:${call.operation}`;
    if (this.#calls >= limits.calls)
      return {
        deniedBy: "ceiling",
        reason: `${name} is denied: the run's limit of ${limits.calls} calls is used up. Read less, or raise the limit.`,
      };
    const allowed = Math.min(limits.usd, session.grant.ceiling.usd);
    if (usd > 0 && this.#usd + usd > allowed)
      return {
        deniedBy: "ceiling",
        reason: `${name} is denied: it costs about ${usd} USD, and of ${allowed} USD for calls ${this.#usd} are spent. Pass a higher --budget-usd.`,
      };
    this.#calls += 1;
    this.#usd += usd;
    return undefined;
  }

  async record(call: Call, session: Session, response?: Json): Promise<void> {
    await this.options.record(call, session.attempt, response);
  }

  answered(): void {
    this.#silence = undefined;
  }

  unanswered(message: string): void {
    this.#silence = { message, inARow: (this.#silence?.inARow ?? 0) + 1 };
    this.options.onTransportFailure?.(this.#silence);
  }
}
