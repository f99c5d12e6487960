/** Runs `make` on the first call and gives the same result ever after. */
export function once<T>(make: () => T): () => T {
  const made: { value?: T; done: boolean } = { done: false };
  return () => {
    if (!made.done) {
      made.value = make();
      made.done = true;
    }
    return made.value as T;
  };
}
