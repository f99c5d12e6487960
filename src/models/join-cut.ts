/** How a cut answer is asked to go on, and how the pieces are put together again. */
export interface CutAnswer {
  /** What is kept and shown to the model: whole lines, where there are any. */
  readonly kept: string;
  /** The line that was cut in the middle; "" where the cut fell between lines, or where there are no lines. */
  readonly partial: string;
}

/** A line that is longer than this is continued in its middle: minified JSON has no lines. */
const longLine = 400;
/** Fewer characters than this may be equal by chance. */
const least = 12;
const searched = 4000;

/** Splits a cut answer at its last line end, so that the next piece can begin with a whole line. */
export function cutAt(text: string): CutAnswer {
  const end = text.lastIndexOf("\n") + 1;
  const partial = text.slice(end);
  return end === 0 || partial.length > longLine
    ? { kept: text, partial: "" }
    : { kept: text.slice(0, end), partial };
}

export function continueRequest({ kept }: CutAnswer): string {
  const whole = kept.endsWith("\n");
  const last = whole ? (kept.trimEnd().split("\n").at(-1) ?? "") : kept.slice(-80);
  return whole
    ? `Your answer was cut off at the length limit. Its last complete line is:\n${last}\nGo on with the line after it, with the same indentation. Write only what is missing: no greeting, no code fence, nothing twice.`
    : `Your answer was cut off at the length limit. It ends with:\n${last}\nGo on with the very next character. Write only what is missing: no greeting, no code fence, nothing twice.`;
}

/** Puts the next piece behind what is kept, without loss or repetition, whatever of it the model said again. */
export function joinCut({ kept, partial }: CutAnswer, piece: string): string {
  const next = withoutFence(piece, kept);
  if (next.trim() === "") return kept + partial;
  const again = restartOf(kept, next);
  if (again !== undefined) return again;
  return kept.endsWith("\n") ? joinLines(kept, partial, next) : joinCharacters(kept, next);
}

/** A model that began anew gave the whole answer: taken when it says what was said before, and more. */
function restartOf(kept: string, next: string): string | undefined {
  const head = kept.trimStart().slice(0, 120);
  if (head.length < 40 || !next.trimStart().startsWith(head)) return undefined;
  return next.trimStart().length >= kept.trimStart().length ? next : undefined;
}

function joinLines(kept: string, partial: string, next: string): string {
  const before = kept.slice(0, -1).split("\n");
  const lines = next.split("\n");
  const rest = lines.slice(repeatedLines(before, lines, partial.trim()));
  while (rest.length > 1 && rest[0]?.trim() === "" && partial.trim() !== "") rest.shift();
  const [first = "", ...others] = rest;
  return `${kept}${[indented(first, partial), ...others].join("\n")}`;
}

/** How many lines at the head of `next` stand at the end of `before` already; a preamble before them goes with them. */
function repeatedLines(before: readonly string[], next: readonly string[], begun: string): number {
  const tail = before.slice(-80).map((line) => line.trimEnd());
  const head = next.slice(0, 80).map((line) => line.trimEnd());
  // The line that was cut tells best where the answer goes on.
  const goesOn = (at: number) => head[at]?.trimStart().startsWith(begun) ?? false;
  for (let start = 0; start <= Math.min(3, head.length - 1); start += 1) {
    for (let count = Math.min(tail.length, head.length - start); count > 0; count -= 1) {
      const said = head.slice(start, start + count);
      if (!tail.slice(-count).every((line, index) => isSameLine(line, said[index] ?? "", index))) continue;
      const certain = begun === "" || start > 0 ? isTelling(said, start) : true;
      if (certain && goesOn(start + count)) return start + count;
    }
  }
  return 0;
}

/** Models drop the indentation of the line that they begin with. */
function isSameLine(line: string, said: string, index: number): boolean {
  return line === said || (index === 0 && line.trimStart() === said);
}

/** Whether equal lines can hardly be equal by chance: a bracket or an empty line can. */
function isTelling(lines: readonly string[], start: number): boolean {
  const letters = lines.join("").replaceAll(/\W/g, "").length;
  return start === 0 ? lines.length > 2 || letters >= 3 : letters >= least;
}

/** Models drop the indentation at the start of an answer; the cut line still has it. */
function indented(first: string, partial: string): string {
  const indentation = /^[ \t]*/.exec(partial)?.[0] ?? "";
  const begun = partial.trim();
  if (begun === "" || indentation === "") return first;
  const bare = first.trimStart();
  return bare.startsWith(begun) || begun.startsWith(bare.slice(0, begun.length)) ? indentation + bare : first;
}

function joinCharacters(kept: string, next: string): string {
  const most = Math.min(kept.length, next.length, searched);
  for (let count = most; count >= least; count -= 1)
    if (kept.endsWith(next.slice(0, count))) return kept + next.slice(count);
  const tail = kept.slice(-40);
  const at = tail.length === 40 ? next.slice(0, 400).indexOf(tail) : -1;
  return at >= 0 ? kept + next.slice(at + tail.length) : kept + next;
}

/** A fence around the piece is the model's habit; one that closes a fence opened before belongs to the answer. */
function withoutFence(piece: string, kept: string): string {
  const open = (kept.match(/^\s*```/gm) ?? []).length % 2 === 1;
  const opened = /^\s*```[\w-]*[ \t]*\n/.exec(piece);
  if (!opened) return piece;
  const inner = piece.slice(opened[0].length);
  const closed = inner.replace(/\n\s*```\s*$/, "\n");
  return open && closed !== inner ? `${closed}\`\`\`\n` : closed;
}
