import { setTimeout as sleep } from "node:timers/promises";
import type { Call } from "../core/call.ts";
import type { Json } from "../core/json/json.ts";
import type { DecodedCall } from "../core/source.ts";
import { AnswerCache } from "./answer-cache.ts";
import type { Denial } from "./authorize.ts";
import type { BrokerOptions, Session, TransportFailure } from "./broker.ts";
import { Ledger } from "./ledger.ts";
import { limitConcurrency } from "./limit-concurrency.ts";
import { SessionGate } from "./session-gate.ts";
import { PageChain } from "./page-chain.ts";

/** What one run's calls share: numbers, money, answers, lists, and whether the endpoint speaks. */
export class BrokerState {
  readonly options: BrokerOptions;
  readonly cache: AnswerCache;
  readonly pages = new PageChain();
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly chance: () => number;
  readonly #ledger: Ledger;
  readonly #waited = new Map<string, number>();
  #waitedInAll = 0;
  readonly #gates = new Map<string, SessionGate>();
  #silence: TransportFailure | undefined;

  constructor(options: BrokerOptions) {
    this.options = options;
    this.cache = new AnswerCache(options);
    this.#ledger = options.ledger ?? new Ledger(options);
    this.inTurn = limitConcurrency(2 * options.limits.concurrency);
    this.wait = options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal }));
    this.chance = options.chance ?? Math.random;
  }

  /** What an attempt has going on, whichever of its streams it comes by. */
  gate(session: Session): SessionGate {
    const key = `${session.step}/${session.attempt}`;
    const gate = this.#gates.get(key) ?? new SessionGate(this.options.limits, this.wait);
    this.#gates.set(key, gate);
    return gate;
  }

  /** Books time for a retry; false when this service has been waited for long enough in its region, where throttling is counted, or the run has no time for it. */
  mayWait(ms: number, { service, region }: Pick<DecodedCall, "service" | "region">): boolean {
    const key = `${service} ${region}`;
    const waited = (this.#waited.get(key) ?? 0) + ms;
    const all = this.#waitedInAll + ms;
    const { limits, seconds = Number.POSITIVE_INFINITY } = this.options;
    if (waited > limits.retrySeconds * 1000 || all > seconds * 500) return false;
    this.#waitedInAll = all;
    this.#waited.set(key, waited);
    return true;
  }

  get spent(): { readonly calls: number; readonly usd: number } {
    return this.#ledger.spent;
  }

  get silence(): TransportFailure | undefined {
    return this.#silence;
  }

  nextNumber(): number {
    return this.#ledger.nextNumber();
  }

  /** Books a call before it is made, so that calls at the same time cannot pass a limit together. */
  spend(usd: number, call: DecodedCall, session: Session): Denial | undefined {
    const { limits } = this.options;
    const name = call.actions[0] ?? `${call.service}:${call.operation}`;
    const { calls, usd: spent } = this.#ledger.spent;
    if (calls >= limits.calls)
      return {
        deniedBy: "ceiling",
        limit: "calls",
        reason: `${name} is denied: the run's limit of ${limits.calls} calls is used up. Read less, or raise the limit.`,
      };
    const allowed = Math.min(limits.usd, session.grant.ceiling.usd);
    if (usd > 0 && spent + usd > allowed)
      return {
        deniedBy: "ceiling",
        limit: "budget",
        reason: `${name} is denied: it costs about ${usd} USD, and of ${allowed} USD for calls ${spent} are spent. Pass a higher --budget-usd.`,
      };
    this.#ledger.book(usd);
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
