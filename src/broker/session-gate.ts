import { limitConcurrency } from "./limit-concurrency.ts";
import type { BrokerLimits } from "./broker.ts";

/** What one attempt may have going on at once. A script that asks for more waits, or is refused; it cannot fill the broker's memory. */
export class SessionGate {
  readonly inTurn: <T>(task: () => Promise<T>) => Promise<T>;
  readonly #limits: BrokerLimits;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<void>;
  #streams = 0;
  #bytes = 0;
  /** When the next call may start, in milliseconds of a monotonic clock. */
  #next = -Infinity;

  constructor(limits: BrokerLimits, wait: (ms: number, signal: AbortSignal) => Promise<void>) {
    this.#limits = limits;
    this.#wait = wait;
    this.inTurn = limitConcurrency(limits.concurrency);
  }

  /** False: no further stream is served. */
  openStream(): boolean {
    if (this.#streams >= this.#limits.streams) return false;
    this.#streams += 1;
    return true;
  }

  closeStream(): void {
    this.#streams -= 1;
  }

  /** Books bytes that a request holds in memory; false when all of the attempt's requests together hold too many. */
  hold(bytes: number): boolean {
    this.#bytes += bytes;
    return this.#bytes <= this.#limits.heldBytes;
  }

  release(bytes: number): void {
    this.#bytes -= bytes;
  }

  /** Waits until the next call may start: after a first burst, so many a second. */
  async pace(signal: AbortSignal): Promise<void> {
    const now = performance.now();
    const step = 1000 / this.#limits.callsPerSecond;
    const burst = this.#limits.burst * step;
    this.#next = Math.max(this.#next, now - burst) + step;
    const pause = this.#next - now;
    if (pause > 0) await this.#wait(pause, signal).catch(() => undefined);
  }
}
