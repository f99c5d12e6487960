import type { Facts } from "../../core/facts.ts";
import type { Evidence } from "../../core/finding.ts";
import { citeValue } from "../../facts/cite.ts";
import type { Series } from "./series.ts";

/** Cites the values of a series with their highest and their newest; nothing where the series was not read. */
export function citeSeries(facts: Facts, ...series: readonly (Series | undefined)[]): readonly Evidence[] {
  return series.flatMap((one) => {
    if (!one) return [];
    const { call, pointer } = one.resource.source;
    const statistic = `Datapoints[].${one.stat}`;
    const query =
      "Values" in one.resource.data
        ? "{highest: max(Values), lowest: min(Values), newest: Values[0]}"
        : `{highest: max(${statistic}), lowest: min(${statistic})}`;
    const whole = facts.cite(one.resource);
    return [whole.value === undefined ? { ...citeValue(call, pointer, one.resource.data, query) } : whole];
  });
}
