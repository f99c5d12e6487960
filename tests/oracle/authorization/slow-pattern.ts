/** One piece of a pattern: plain text of one character, any text, or any one character. */
export type Piece = { readonly plain: string } | "any text" | "any character";

export type Keys = ReadonlyMap<string, readonly string[]>;

/** Whether the pattern covers the text, tried in every way there is. */
export function covers(pattern: readonly Piece[], text: string): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text === "";
  if (first === "any text") return covers(rest, text) || (text !== "" && covers(pattern, text.slice(1)));
  if (text === "") return false;
  if (first === "any character") return covers(rest, text.slice(1));
  return first.plain === text[0] && covers(rest, text.slice(1));
}

/** Stars and question marks are wildcards. */
export function wildcards(text: string): readonly Piece[] {
  return Array.from(text, (character) =>
    character === "*" ? "any text" : character === "?" ? "any character" : { plain: character },
  );
}

export function plain(text: string): readonly Piece[] {
  return Array.from(text, (character) => ({ plain: character }));
}

/**
 * The pattern with its variables replaced by what the request says; undefined when a variable has no value and no default.
 * What a variable stands for is plain text (IAM User Guide, Policy variables).
 */
export function withVariables(
  text: string,
  keys: Keys,
  read: (text: string) => readonly Piece[],
): readonly Piece[] | undefined {
  const open = text.indexOf("${");
  if (open === -1) return read(text);
  const close = text.indexOf("}", open);
  if (close === -1) return read(text);
  const [name = "", fallback] = text
    .slice(open + 2, close)
    .split(",")
    .map((part) => part.trim());
  const value =
    keys.get(name.toLowerCase())?.[0] ?? (fallback === undefined ? undefined : fallback.slice(1, -1));
  const rest = withVariables(text.slice(close + 1), keys, read);
  if (value === undefined || rest === undefined) return undefined;
  return [...read(text.slice(0, open)), ...plain(value), ...rest];
}
