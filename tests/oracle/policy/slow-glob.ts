/**
 * A pattern with `*` and `?` against a text, by the plainest table there is: cell (i, j) says whether the first i tokens match the first j characters.
 * A token is a literal character or a wildcard; what stood in `${*}`, `${?}` and `${$}` is literal.
 */
export type Token = { readonly kind: "one" | "any" } | { readonly kind: "char"; readonly char: string };

export function tokensOf(text: string): readonly Token[] {
  return Array.from(text, (char): Token =>
    char === "*" ? { kind: "any" } : char === "?" ? { kind: "one" } : { kind: "char", char },
  );
}

export function globMatches(tokens: readonly Token[], text: string): boolean {
  const chars = Array.from(text);
  let row = [true, ...chars.map(() => false)];
  for (const token of tokens) {
    const next: boolean[] = [token.kind === "any" && row[0] === true];
    for (const [at, char] of chars.entries()) {
      const through =
        token.kind === "any"
          ? row[at + 1] === true || next[at] === true
          : row[at] === true && (token.kind === "one" || (token.kind === "char" && token.char === char));
      next.push(through);
    }
    row = next;
  }
  return row.at(-1) === true;
}
