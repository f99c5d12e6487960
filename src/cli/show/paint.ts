import { styleText } from "node:util";
import { visible, visibleLines } from "../../core/text/visible.ts";

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

/** Text from a cloud, made harmless for a terminal and kept in one line. */
export const plain = visible;

/** The same for what has lines of its own. */
export const plainLines = visibleLines;

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
