const context = 3;
/** Longer changed regions are shown as one block: the table below grows with their product. */
const mostCells = 4_000_000;

interface Step {
  readonly mark: " " | "-" | "+";
  readonly line: string;
}

/** A unified diff of two texts (`diff -u`), empty when they are equal. */
export function unifiedDiff(
  before: string,
  after: string,
  { from = "original", to = "fixed" }: { from?: string; to?: string } = {},
): string {
  if (before === after) return "";
  const steps = align(splitLines(before), splitLines(after));
  const hunks = hunksOf(steps).map(({ start, end }) => hunk(steps, start, end));
  return [`--- ${from}`, `+++ ${to}`, ...hunks, ""].join("\n");
}

const splitLines = (text: string): readonly string[] =>
  text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);

function align(a: readonly string[], b: readonly string[]): readonly Step[] {
  const same = Math.min(a.length, b.length);
  const lead = countWhile(same, (index) => a[index] === b[index]);
  const tail = countWhile(same - lead, (index) => a[a.length - 1 - index] === b[b.length - 1 - index]);
  const middle = alignMiddle(a.slice(lead, a.length - tail), b.slice(lead, b.length - tail));
  const kept = (lines: readonly string[]): readonly Step[] => lines.map((line) => ({ mark: " ", line }));
  return [...kept(a.slice(0, lead)), ...middle, ...kept(a.slice(a.length - tail))];
}

function countWhile(most: number, holds: (index: number) => boolean): number {
  for (let index = 0; index < most; index += 1) if (!holds(index)) return index;
  return most;
}

/** Longest common subsequence of the lines. */
function alignMiddle(a: readonly string[], b: readonly string[]): readonly Step[] {
  const removed: readonly Step[] = a.map((line) => ({ mark: "-", line }));
  const added: readonly Step[] = b.map((line) => ({ mark: "+", line }));
  if (a.length === 0 || b.length === 0 || a.length * b.length > mostCells) return [...removed, ...added];
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const below = lengths[(i + 1) * width + j] ?? 0;
      const right = lengths[i * width + j + 1] ?? 0;
      lengths[i * width + j] =
        a[i] === b[j] ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(below, right);
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const below = lengths[(i + 1) * width + j] ?? 0;
    const right = lengths[i * width + j + 1] ?? 0;
    if (i < a.length && j < b.length && a[i] === b[j]) {
      steps.push({ mark: " ", line: a[i] ?? "" });
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || below >= right)) {
      steps.push({ mark: "-", line: a[i] ?? "" });
      i += 1;
    } else {
      steps.push({ mark: "+", line: b[j] ?? "" });
      j += 1;
    }
  }
  return steps;
}

function hunksOf(steps: readonly Step[]): readonly { readonly start: number; readonly end: number }[] {
  const hunks: { start: number; end: number }[] = [];
  for (const [index, { mark }] of steps.entries()) {
    if (mark === " ") continue;
    const start = Math.max(0, index - context);
    const end = Math.min(steps.length, index + context + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else hunks.push({ start, end });
  }
  return hunks;
}

function hunk(steps: readonly Step[], start: number, end: number): string {
  const count = (from: number, to: number, without: string): number =>
    steps.slice(from, to).filter(({ mark }) => mark !== without).length;
  const range = (without: string): string => {
    const length = count(start, end, without);
    const first = count(0, start, without) + (length === 0 ? 0 : 1);
    return length === 1 ? String(first) : `${first},${length}`;
  };
  const lines = steps.slice(start, end).map(({ mark, line }) => mark + line);
  return [`@@ -${range("+")} +${range("-")} @@`, ...lines].join("\n");
}
