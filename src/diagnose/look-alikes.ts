/** Names that share most words with a wanted one, the nearest first: `orders-prod` for `orders-stage`. */
export function lookAlikes(wanted: string, names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name !== wanted)
    .map((name) => ({ name, score: likeness(wanted, name) }))
    .filter(({ score }) => score >= 0.5)
    .toSorted((a, b) => b.score - a.score || a.name.length - b.name.length)
    .map(({ name }) => name);
}

/** 1 for the same words, 0 for none shared; a shared beginning counts as well, for names without separators. */
function likeness(a: string, b: string): number {
  const [first, second] = [words(a), words(b)];
  const shared = first.filter((word) => second.includes(word)).length;
  const byWords = shared / Math.max(first.length, second.length);
  return Math.max(byWords, commonPrefix(a.toLowerCase(), b.toLowerCase()) / Math.max(a.length, b.length));
}

function words(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function commonPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
