/**
 * What a terminal, a page or an editor would obey or hide instead of showing: control characters (C0 but tab and line feed, DEL, C1), everything that turns or joins
 * text invisibly (Unicode's format characters: bidirectional overrides, zero width, tags), line and paragraph separators, blank letters, half surrogates.
 */
const invisible =
  /(?![\t\n])(?:[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|[\u034f\u17b4\u17b5]|[\u180b-\u180d]|[\ufe00-\ufe0d]|[\u{e0100}-\u{e01ef}])/gu;

export function hasInvisible(text: string): boolean {
  return text.search(invisible) >= 0;
}

/** Replaces each such character. */
export function replaceInvisible(text: string, by: (character: string) => string): string {
  return text.replaceAll(invisible, by);
}

/** Text from elsewhere with such characters written out (`\u001b`), in one line: a line feed in a name begins no line of ours. */
export function visible(text: string): string {
  return visibleLines(text).replaceAll(/[\t\n]/g, written);
}

/** The same for text that has lines of its own, as what a script printed. */
export function visibleLines(text: string): string {
  return text.replaceAll(invisible, written);
}

/** One JSON document, the same value, in which no such character stands raw: JSON.stringify leaves DEL, C1 and bidirectional overrides as they are. */
export function visibleJson(value: unknown, space?: number): string {
  return JSON.stringify(value, undefined, space).replaceAll(invisible, (character) =>
    Array.from({ length: character.length }, (_, at) => unit(character.charCodeAt(at))).join(""),
  );
}

function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : unit(code);
}

function unit(code: number): string {
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
