/** Draws that a seed decides: the same seed, the same draws (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  }

  /** From 0, below 1. */
  fraction(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    const a = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    const b = a ^ (a + Math.imul(a ^ (a >>> 7), a | 61));
    return ((b ^ (b >>> 14)) >>> 0) / 4_294_967_296;
  }

  is(probability: number): boolean {
    return this.fraction() < probability;
  }

  below(count: number): number {
    return Math.floor(this.fraction() * count);
  }

  pick<T>(first: T, ...others: readonly T[]): T {
    return [first, ...others][this.below(others.length + 1)] ?? first;
  }

  /** Each of these with its probability. */
  some<T>(probability: number, ...items: readonly T[]): readonly T[] {
    return items.filter(() => this.is(probability));
  }
}
