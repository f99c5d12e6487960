/** Chance that the same seed repeats. */
export interface Random {
  /** From 0 up to but not including `limit`. */
  below(limit: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  some<T>(from: readonly T[], atMost: number): readonly T[];
}

/** The generator mulberry32 of Tommy Ettinger: small, and good enough to draw policies. */
export function randomOf(seed: number): Random {
  const state = new Uint32Array([seed]);
  const next = (): number => {
    state[0] = (state[0] ?? 0) + 0x6d2b79f5;
    const a = state[0] ?? 0;
    const b = Math.imul(a ^ (a >>> 15), a | 1);
    const c = b ^ (b + Math.imul(b ^ (b >>> 7), b | 61));
    return ((c ^ (c >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[below(from.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  return {
    below,
    chance: (probability) => next() < probability,
    pick,
    some: (from, atMost) => [...new Set(Array.from({ length: 1 + below(atMost) }, () => pick(from)))],
  };
}
