export type StopReason = "cancelled" | "time" | "failed";

export interface StopOptions {
  readonly seconds: number;
  /** The user's own. */
  readonly signal?: AbortSignal;
}

/** What ends a run early: the user, the clock or a failure. The first one stands. */
export class Stop implements Disposable {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #user: AbortSignal | undefined;
  readonly #onAbort = () => this.now("cancelled");
  #reason: StopReason | undefined;

  constructor({ seconds, signal }: StopOptions) {
    // Longer than a timer can count: never.
    this.#timer = setTimeout(() => this.now("time"), Math.min(seconds * 1000, 2 ** 31 - 1));
    this.#user = signal;
    if (signal?.aborted) this.now("cancelled");
    signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  get reason(): StopReason | undefined {
    return this.#reason;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  now(reason: StopReason): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller.abort();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    this.#user?.removeEventListener("abort", this.#onAbort);
  }
}
