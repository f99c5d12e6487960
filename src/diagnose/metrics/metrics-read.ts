import type { Facts, Read } from "../../core/facts.ts";
import { objects, text } from "../../facts/reader.ts";
import type { CheckContext } from "../check.ts";
import type { Needed } from "../resource-check.ts";
import { lookback, periodFor } from "../window.ts";

export interface MetricsWanted {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `CPUUtilization:Average`. */
  readonly metrics: readonly string[];
  /** How far to look back at least; default 24. */
  readonly hours?: number;
  /** Seconds between points; without it, what keeps the span under about 300 points. */
  readonly period?: number;
}

/** The read of a resource's metrics, with a time before the question's window to compare with. */
export function metricsRead(
  context: CheckContext,
  { namespace, dimensions, metrics, hours = 24, period }: MetricsWanted,
): Needed {
  const span = lookback(context, hours);
  const seconds = period ?? periodFor(span);
  const pairs = Object.entries(dimensions).map(([name, value]) => `${name}=${value}`);
  return {
    service: "cloudwatch",
    operation: "GetMetricData",
    params: {},
    find: (facts) => readAbout(facts, { namespace, dimensions, seconds }),
    probe: {
      probe: "cloudwatch/metrics",
      variables: { namespace, metrics: [...metrics], dimensions: pairs, ...span, period: seconds },
      reason: `${metrics.map((metric) => metric.split(":")[0]).join(", ")} of ${pairs.join(", ")}`,
    },
  };
}

/** A read of any of a resource's metrics, asked for with exactly these dimensions. */
function readAbout(
  facts: Facts,
  {
    namespace,
    dimensions,
    seconds,
  }: { namespace: string; dimensions: MetricsWanted["dimensions"]; seconds: number },
): Read | undefined {
  return facts.reads("cloudwatch", "GetMetricData").findLast((read) =>
    objects(read.params, "MetricDataQueries").some((query) => {
      const metric = objects({ of: [query["MetricStat"] ?? {}] }, "of")[0];
      const of = objects({ of: [metric?.["Metric"] ?? {}] }, "of")[0];
      const named = objects(of, "Dimensions");
      return (
        text(of, "Namespace") === namespace &&
        metric?.["Period"] === seconds &&
        named.length === Object.keys(dimensions).length &&
        named.every((one) => dimensions[text(one, "Name")] === text(one, "Value"))
      );
    }),
  );
}
