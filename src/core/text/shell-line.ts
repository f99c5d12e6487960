import { hasInvisible, replaceInvisible } from "./visible.ts";

/** An argument list as one shell line that can be pasted into bash or zsh: words with anything special in them are quoted, what is invisible is written out. */
export function shellLine(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/** The same for a command with gaps: every value put in is one quoted piece of a word, whatever it holds. */
export function shellCommand(fixed: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return fixed.map((text, at) => (at === 0 ? text : quoted(String(values[at - 1])) + text)).join("");
}

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!hasInvisible(word) && !/[\t\n]/.test(word)) return `'${word.replaceAll("'", `'\\''`)}'`;
  // What a terminal obeys or hides must not stand in a line that is copied: ANSI-C quoting.
  return `$'${replaceInvisible(word.replaceAll(/['\\\t\n]/g, escaped), escaped)}'`;
}

function escaped(character: string): string {
  if (character === "'" || character === "\\") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  // No argument can hold NUL, and half a character is none.
  if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) return "\ufffd";
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, "0")}`
    : `\\u${code.toString(16).padStart(4, "0")}`;
}
