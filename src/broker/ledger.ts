/** What all brokers of one run count together: the numbers of its calls, how many were sent, and what they cost. */
export class Ledger {
  #last: number;
  #calls = 0;
  #usd = 0;

  constructor({ lastCall = 0 }: { readonly lastCall?: number } = {}) {
    this.#last = lastCall;
  }

  nextNumber(): number {
    this.#last += 1;
    return this.#last;
  }

  get spent(): { readonly calls: number; readonly usd: number } {
    return { calls: this.#calls, usd: this.#usd };
  }

  book(usd: number): void {
    this.#calls += 1;
    this.#usd += usd;
  }
}
