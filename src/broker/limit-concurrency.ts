/** Lets at most `most` tasks run at once; the others wait in order. */
export function limitConcurrency(most: number): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  const state = { running: 0 };
  return async (task) => {
    if (state.running >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    else state.running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else state.running -= 1;
    }
  };
}
