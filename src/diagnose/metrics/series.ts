import type { Facts, Resource } from "../../core/facts.ts";
import { isArray, isObject } from "../../core/json/json.ts";

export const seriesType = "AWS::CloudWatch::Series";

export interface SeriesName {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat: string;
  readonly period: number;
}

export interface Point {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** A metric over time, oldest point first, with the fact that it was read from. */
export interface Series extends SeriesName {
  readonly resource: Resource;
  readonly points: readonly Point[];
}

/** The id of a series as a fact: `AWS/Lambda|Errors|FunctionName=f|Sum|300`, dimensions in order of their names. */
export function seriesId({ namespace, metric, dimensions, stat, period }: SeriesName): string {
  const pairs = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [namespace, metric, pairs.map(([name, value]) => `${name}=${value}`).join(";"), stat, period].join(
    "|",
  );
}

export interface SeriesWanted {
  readonly namespace: string;
  readonly metric: string;
  /** Dimensions that it must have; it may have more. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly stat?: string;
  /** Only series of at least this period, or at most: the daily view, the fine one. */
  readonly longest?: number;
  readonly shortest?: number;
}

/** Every series that was read of a metric, the ones with the fewest extra dimensions first. */
export function seriesOf(facts: Facts, wanted: SeriesWanted): readonly Series[] {
  return facts
    .all(seriesType)
    .map(parsed)
    .filter((series) => series !== undefined)
    .filter((series) => fits(series, wanted))
    .toSorted((a, b) => Object.keys(a.dimensions).length - Object.keys(b.dimensions).length);
}

/** The plainest series of a metric that has points; without any, one that was read and is empty. */
export function seriesFor(facts: Facts, wanted: SeriesWanted): Series | undefined {
  const all = seriesOf(facts, wanted);
  return all.find((series) => series.points.length > 0) ?? all[0];
}

function fits(series: Series, wanted: SeriesWanted): boolean {
  if (series.namespace !== wanted.namespace || series.metric !== wanted.metric) return false;
  if (wanted.stat !== undefined && series.stat !== wanted.stat) return false;
  if (wanted.longest !== undefined && series.period > wanted.longest) return false;
  if (wanted.shortest !== undefined && series.period < wanted.shortest) return false;
  return Object.entries(wanted.dimensions).every(([name, value]) => series.dimensions[name] === value);
}

function parsed(resource: Resource): Series | undefined {
  const [namespace, metric, pairs, stat, period] = resource.id.split("|");
  if (namespace === undefined || metric === undefined || pairs === undefined || stat === undefined)
    return undefined;
  const dimensions = Object.fromEntries(
    pairs.split(";").flatMap((pair) => {
      const at = pair.indexOf("=");
      return at > 0 ? [[pair.slice(0, at), pair.slice(at + 1)]] : [];
    }),
  );
  return {
    namespace,
    metric,
    dimensions,
    stat,
    period: Number(period),
    resource,
    points: pointsOf(resource, stat),
  };
}

function pointsOf({ data }: Resource, stat: string): readonly Point[] {
  const { Timestamps: times, Values: values, Datapoints: datapoints } = data;
  const points: Point[] = [];
  if (isArray(times) && isArray(values)) {
    for (const [index, time] of times.entries()) {
      const value = values[index];
      if (typeof time === "string" && typeof value === "number") points.push({ at: Date.parse(time), value });
    }
  }
  if (isArray(datapoints)) {
    for (const point of datapoints.filter(isObject)) {
      const { Timestamp: time, [stat]: value } = point;
      if (typeof time === "string" && typeof value === "number") points.push({ at: Date.parse(time), value });
    }
  }
  return points.toSorted((a, b) => a.at - b.at);
}
