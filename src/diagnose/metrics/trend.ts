import type { Point, Series } from "./series.ts";

export interface Breach {
  /** When it began. */
  readonly since: string;
  /** Consecutive points in breach, the newest included unless it has ended. */
  readonly points: number;
  /** It still holds at the newest point. */
  readonly ongoing: boolean;
  readonly worst: number;
}

/** Fewer points in a row than this are a spike, not a state. */
export const sustainedPoints = 3;

/** The longest run of consecutive points that are in breach, if it is long enough to be a state; a single spike is not one. */
export function sustained(
  points: readonly Point[],
  inBreach: (value: number) => boolean,
  atLeast = sustainedPoints,
): Breach | undefined {
  const runs = runsOf(points, inBreach).filter((run) => run.length >= atLeast);
  const last = points.at(-1);
  const run =
    runs.find((candidate) => candidate.at(-1) === last) ?? runs.toSorted((a, b) => b.length - a.length)[0];
  const first = run?.[0];
  if (!run || !first) return undefined;
  const values = run.map((point) => point.value);
  const worst = inBreach(Math.max(...values) + 1) ? Math.max(...values) : Math.min(...values);
  return { since: new Date(first.at).toISOString(), points: run.length, ongoing: run.at(-1) === last, worst };
}

/** A breach that holds at the newest point: what is wrong now, not what was. */
export function ongoing(
  series: Series | undefined,
  inBreach: (value: number) => boolean,
  atLeast = sustainedPoints,
): Breach | undefined {
  const breach = series && sustained(series.points, inBreach, atLeast);
  return breach?.ongoing === true ? breach : undefined;
}

function runsOf(
  points: readonly Point[],
  inBreach: (value: number) => boolean,
): readonly (readonly Point[])[] {
  const runs: Point[][] = [];
  let open: Point[] | undefined;
  for (const point of points) {
    if (!inBreach(point.value)) {
      open = undefined;
      continue;
    }
    if (!open) runs.push((open = []));
    open.push(point);
  }
  return runs;
}

export interface Shift {
  readonly before: number;
  readonly after: number;
  /** When the newer level began. */
  readonly at: string;
  readonly factor: number;
}

/** Where a series moved to another level and stayed: the split whose two sides lie closest to their own medians. */
export function levelShift(
  points: readonly Point[],
  { atLeast = 2, factor = 1.5 }: { atLeast?: number; factor?: number } = {},
): Shift | undefined {
  let best: { split: number; spread: number } | undefined;
  for (let split = atLeast; split <= points.length - atLeast; split += 1) {
    const spread = spreadOf(points.slice(0, split)) + spreadOf(points.slice(split));
    if (!best || spread < best.spread) best = { split, spread };
  }
  if (!best) return undefined;
  const [before, after] = [median(points.slice(0, best.split)), median(points.slice(best.split))];
  const times = before === 0 ? (after === 0 ? 1 : Infinity) : after / before;
  if (times < factor && times > 1 / factor) return undefined;
  return { before, after, at: new Date(points[best.split]?.at ?? 0).toISOString(), factor: times };
}

function spreadOf(points: readonly Point[]): number {
  const middle = median(points);
  return points.reduce((total, { value }) => total + Math.abs(value - middle), 0);
}

export function sum(points: readonly Point[]): number {
  return points.reduce((total, point) => total + point.value, 0);
}

export function median(points: readonly Point[]): number {
  const values = points.map((point) => point.value).toSorted((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

export function highest(points: readonly Point[]): number {
  return points.length === 0 ? 0 : Math.max(...points.map((point) => point.value));
}

/** The points inside a window (ISO times, both ends included). */
export function within(
  points: readonly Point[],
  window: { readonly from: string; readonly to: string },
): readonly Point[] {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  return points.filter((point) => point.at >= from && point.at <= to);
}
