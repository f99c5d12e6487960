/** A stream of numbers that a seed determines (mulberry32), so that a figure can be had again. */
export interface Random {
  /** 0 ≤ n < below */
  below(below: number): number;
  pick<T>(from: readonly T[]): T | undefined;
}

export function createRandom(seed: number): Random {
  const state = { at: seed >>> 0 };
  const next = (): number => {
    state.at = (state.at + 0x6d2b79f5) >>> 0;
    const a = Math.imul(state.at ^ (state.at >>> 15), state.at | 1);
    const b = a ^ (a + Math.imul(a ^ (a >>> 7), a | 61));
    return ((b ^ (b >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return { below, pick: (from) => from[below(from.length)] };
}

const letters = "abcdefghijklmnopqrstuvwxyz";

/** The name with one slip of a hand: a letter lost, doubled, changed, put in, or swapped with its neighbour. */
export function misspell(name: string, random: Random): string {
  const at = random.below(name.length);
  const letter = letters[random.below(letters.length)] ?? "x";
  const before = name.slice(0, at);
  const own = name[at] ?? "";
  const after = name.slice(at + 1);
  switch (random.below(5)) {
    case 0:
      return before + after;
    case 1:
      return before + own + own + after;
    case 2:
      return before + letter + after;
    case 3:
      return before + letter + own + after;
    default:
      return before + after.slice(0, 1) + own + after.slice(1);
  }
}
