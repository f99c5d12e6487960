import type { Facts, Resource } from "../../core/facts.ts";
import { isObject } from "../../core/json/json.ts";
import type { Check, Fault } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, sum, within } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { tableRead, throttleMetrics } from "./table-read.ts";

const type = "AWS::DynamoDB::Table";

/** A global secondary index has a capacity of its own; when it is too low, writes to the table are throttled ("Using global secondary indexes"). */
export const indexThroughput: Check = resourceCheck({
  id: "dynamodb.index-throughput",
  title: "throttling of the table's global secondary indexes",
  type,
  needed: ({ id, resource }, context) => [
    tableRead(id),
    ...objects(resource?.data, "GlobalSecondaryIndexes").map((index) =>
      metricsRead(context, {
        namespace: "AWS/DynamoDB",
        dimensions: { TableName: id, GlobalSecondaryIndexName: text(index, "IndexName") },
        metrics: throttleMetrics,
      }),
    ),
  ],
  judge: (table, { facts, question }) => {
    const indexes = objects(table.data, "GlobalSecondaryIndexes");
    if (indexes.length === 0) return {};
    const faults = indexes.flatMap((_, at) =>
      (["Write", "Read"] as const).flatMap(
        (side) => indexFault(table, at, side, facts, question.window) ?? [],
      ),
    );
    return faults.length > 0
      ? { faults }
      : {
          fine: `no index of ${table.id} is throttled`,
          evidence: [facts.cite(table, "/GlobalSecondaryIndexes")],
        };
  },
});

function indexFault(
  table: Resource,
  at: number,
  side: "Write" | "Read",
  facts: Facts,
  window: { readonly from: string; readonly to: string },
): Fault | undefined {
  const index = objects(table.data, "GlobalSecondaryIndexes")[at];
  const name = text(index, "IndexName");
  const dimensions = { TableName: table.id, GlobalSecondaryIndexName: name };
  const read = (metric: string) => seriesFor(facts, { namespace: "AWS/DynamoDB", metric, dimensions });
  const [throttles, consumed] = [read(`${side}ThrottleEvents`), read(`Consumed${side}CapacityUnits`)];
  const recent = within(throttles?.points ?? [], window);
  if (recent.filter((point) => point.value > 0).length < 3) return undefined;
  const throughput = index?.["ProvisionedThroughput"];
  const units = isObject(throughput) ? Number(throughput[`${side}CapacityUnits`]) : 0;
  if (!(units > 0)) return undefined;
  const used = Math.round((highest(consumed?.points ?? []) / (consumed?.period ?? 300)) * 10) / 10;
  return blame(table, {
    property: `GlobalSecondaryIndexes ${name} ${side}CapacityUnits`,
    observed: units,
    expected: `more than ${used} units a second, autoscaling, or on-demand`,
    title: `Index ${name} of table ${table.id} has ${units} ${side}CapacityUnits and is throttled`,
    explanation: `Table ${table.id} has a global secondary index ${name} with ${side}CapacityUnits ${units}: it had ${sum(recent)} ${side}ThrottleEvents.${side === "Write" ? " A write to the table has to update the index too, so the table's writes are throttled whatever capacity the table has." : ""}`,
    evidence: [facts.cite(table, `/GlobalSecondaryIndexes/${at}`), ...citeSeries(facts, throttles, consumed)],
  });
}

/** Faults of indexes. */
export const checks: readonly Check[] = [indexThroughput];
