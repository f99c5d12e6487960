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

/** Wraps words to a width, each line after the first begun with `indent`; `taken`: characters that stand before the first. */
export function wrap(text: string, width: number, indent = "", taken = 0): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(/\s+/)) {
      const before = lines.length === 0 ? taken : 0;
      if (line !== "" && before + line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.join(`\n${indent}`);
}

/** Parts side by side as far as the width goes, then below each other; none is broken, for each may be copied. */
export function rows(parts: readonly string[], width: number, { between = "   ", indent = "" } = {}): string {
  return parts
    .reduce<readonly string[]>((lines, part) => {
      const line = lines.at(-1);
      return line !== undefined && line.length + between.length + part.length <= width
        ? [...lines.slice(0, -1), `${line}${between}${part}`]
        : [...lines, part];
    }, [])
    .join(`\n${indent}`);
}

/** Cuts to a width, with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
