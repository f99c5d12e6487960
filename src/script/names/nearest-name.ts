/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours; more than `most` counts as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const best = Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + same,
      );
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(swapped ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best);
    }
    if (Math.min(...row) > most) return most + 1;
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? most + 1;
}

/** The name most like a wrong one; undefined when none is near. Case and separators count little, shared words count too. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  const plain = simplified(wrong);
  const same = names.find((name) => simplified(name) === plain);
  if (same !== undefined) return same;
  const most = Math.max(2, Math.floor(plain.length / 4));
  const near = names
    .map((name) => ({ name, far: distance(plain, simplified(name), most) }))
    .filter(({ far }) => far <= most);
  const best = near.toSorted((a, b) => a.far - b.far || a.name.length - b.name.length)[0];
  return best?.name ?? beginningWith(plain, names) ?? sharingWords(wrong, names);
}

/** `region` → `region_name`. */
function beginningWith(plain: string, names: readonly string[]): string | undefined {
  if (plain.length < 4) return undefined;
  return names
    .filter((name) => simplified(name).startsWith(plain))
    .toSorted((a, b) => a.length - b.length)[0];
}

const simplified = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** `list_instances` → `describe_instances`: the verb differs, everything else is the same. */
function sharingWords(wrong: string, names: readonly string[]): string | undefined {
  const words = wordsOf(wrong);
  if (words.length < 2) return undefined;
  const scored = names.map((name) => {
    const own = wordsOf(name);
    const shared = words.filter((word) => own.includes(word)).length;
    const sameEnd = own.slice(1).join(" ") === words.slice(1).join(" ") ? 1 : 0;
    const bothRead = reads.has(words[0] ?? "") && reads.has(own[0] ?? "") ? 0.5 : 0;
    return { name, score: (2 * shared) / (words.length + own.length) + sameEnd + bothRead };
  });
  const best = scored.toSorted((a, b) => b.score - a.score || a.name.length - b.name.length)[0];
  return best !== undefined && best.score >= 1 ? best.name : undefined;
}

const reads: ReadonlySet<string> = new Set(["describe", "get", "list"]);

const wordsOf = (name: string): readonly string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
