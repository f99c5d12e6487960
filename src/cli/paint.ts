import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours for one stream; plain text where it is no terminal or NO_COLOR is set. */
export interface Paint {
  readonly colour: boolean;
  readonly columns: number;
  (style: Style, text: string): string;
}

export function paintFor(stream: NodeJS.WriteStream): Paint {
  const colour = stream.isTTY && stream.hasColors();
  const paint = (style: Style, text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  return Object.assign(paint, { colour, columns: stream.isTTY ? stream.columns || 100 : 120 });
}

/** Text from a cloud, made harmless for a terminal: control characters (escape sequences among them) become visible. */
export function plain(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Wraps words to a width, each line after the first begun with `indent`. */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.join(`\n${indent}`);
}

/** Cuts to a width, with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
