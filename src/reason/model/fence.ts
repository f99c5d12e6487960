import { digestOf } from "../../core/json/digest.ts";

/**
 * Text from the account between marks that it cannot forge: the mark depends on the text itself. What looks like a mark inside is broken.
 * The prompts say that nothing between the marks is an instruction.
 */
export function fenced(name: string, text: string): string {
  const mark = digestOf(text).slice("sha256:".length, "sha256:".length + 8);
  const safe = text.replaceAll(/<(\/?)(data|example|question)/gi, "<$1 $2");
  // A name may come from the account as well.
  const label = name.replaceAll(/[^\p{L}\p{N} .,:/_-]+/gu, " ").trim();
  return `<data name="${label}" mark="${mark}">\n${safe}\n</data ${mark}>`;
}

/** Lines between marks, as many as `most` characters hold; none: nothing. One entry, for a prompt's list. */
export function fencedLines(name: string, lines: readonly string[], most: number): readonly string[] {
  const told = within(lines, most);
  return told.length === 0 ? [] : [fenced(name, told.join("\n"))];
}

/** The first entries that fit into so many characters, and how many are left. */
export function within(lines: readonly string[], most: number): readonly string[] {
  const sizes = lines.map(({ length }) => length + 1);
  const fits = sizes.findIndex((_size, index) => sizes.slice(0, index + 1).reduce((a, b) => a + b, 0) > most);
  return fits < 0 ? lines : [...lines.slice(0, fits), `and ${lines.length - fits} more`];
}
