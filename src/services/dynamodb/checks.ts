import type { Facts, Resource } from "../../core/facts.ts";
import { isArray, isObject } from "../../core/json/json.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { metricsRead } from "../../diagnose/metrics/metrics-read.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, sum, within } from "../../diagnose/metrics/trend.ts";
import { resourceCheck } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { tableRead, throttleMetrics } from "./table-read.ts";

const type = "AWS::DynamoDB::Table";

/** Provisioned capacity is a ceiling; autoscaling lifts it no further than MaxCapacity ("Managing throughput capacity"). */
export const throughput: Check = resourceCheck({
  id: "dynamodb.throughput",
  title: "throttling of the table against its capacity",
  type,
  needed: ({ id }, context) => [
    tableRead(id),
    metricsRead(context, {
      namespace: "AWS/DynamoDB",
      dimensions: { TableName: id },
      metrics: throttleMetrics,
    }),
  ],
  judge: (table, { facts, question }) => {
    const faults = (["Write", "Read"] as const)
      .map((side) => judgeSide(table, side, facts, question.window))
      .flatMap((one) => one.faults ?? []);
    if (faults.length > 0) return { faults };
    const throttles = seriesFor(facts, {
      namespace: "AWS/DynamoDB",
      metric: "WriteThrottleEvents",
      dimensions: { TableName: table.id },
    });
    return {
      fine: `table ${table.id} is not throttled`,
      evidence: [
        facts.cite(table, "TableStatus" in table.data ? "/TableStatus" : ""),
        ...citeSeries(facts, throttles),
      ],
    };
  },
});

function judgeSide(
  table: Resource,
  side: "Write" | "Read",
  facts: Facts,
  window: { from: string; to: string },
): Judgement {
  const read = (metric: string) =>
    seriesFor(facts, { namespace: "AWS/DynamoDB", metric, dimensions: { TableName: table.id } });
  const throttles = read(`${side}ThrottleEvents`);
  const consumed = read(`Consumed${side}CapacityUnits`);
  const recent = within(throttles?.points ?? [], window);
  if (recent.filter((point) => point.value > 0).length < 3) return {};
  const provisioned = isObject(table.data["ProvisionedThroughput"])
    ? Number(table.data["ProvisionedThroughput"][`${side}CapacityUnits`])
    : 0;
  const used = Math.round(highest(consumed?.points ?? []) / (consumed?.period ?? 300));
  const target = facts.get(
    "AWS::ApplicationAutoScaling::ScalableTarget",
    `table/${table.id} dynamodb:table:${side}CapacityUnits`,
  );
  const most = Number(target?.data["MaxCapacity"]);
  const capped = target !== undefined && most <= provisioned;
  const evidence = [
    facts.cite(table, "ProvisionedThroughput" in table.data ? "/ProvisionedThroughput" : ""),
    ...(target ? [facts.cite(target)] : []),
    ...citeSeries(facts, throttles, consumed),
  ];
  const total = sum(recent);
  if (target && capped) {
    return {
      faults: [
        blame(target, {
          property: "MaxCapacity",
          observed: most,
          expected: `more than the provisioned ${provisioned} units`,
          title: `Autoscaling of table/${table.id} ${side}CapacityUnits ends at MaxCapacity ${most}, which is provisioned already`,
          explanation: `Table ${table.id} is throttled (${total} ${side}ThrottleEvents): ${side}CapacityUnits provisioned are ${provisioned} and MaxCapacity of its scalable target is ${most}, so autoscaling cannot grow it any further (about ${used} units a second are used).`,
          evidence,
          change: {
            summary: `Raise the maximum of ${side.toLowerCase()} capacity of ${table.id} to ${most * 4}`,
            commands: [
              [
                "aws",
                "application-autoscaling",
                "register-scalable-target",
                "--service-namespace",
                "dynamodb",
                "--resource-id",
                `table/${table.id}`,
                "--scalable-dimension",
                `dynamodb:table:${side}CapacityUnits`,
                "--max-capacity",
                String(most * 4),
              ],
            ],
            risk: "Capacity that is provisioned is paid for.",
            rollback: shellCommand`aws application-autoscaling register-scalable-target --service-namespace dynamodb --resource-id table/${table.id} --scalable-dimension dynamodb:table:${side}CapacityUnits --max-capacity ${most}`,
            edits: [
              { op: "replace", type: target.type, id: target.id, path: "/MaxCapacity", value: most * 4 },
            ],
          },
        }),
      ],
    };
  }
  // Autoscaling with room above follows within minutes: what was throttled until then is over.
  if (target && most > provisioned) return {};
  const onDemand = provisioned === 0;
  // The table has room: what throttles its writes is an index, which is judged by itself.
  if (
    !onDemand &&
    side === "Write" &&
    used < provisioned * 0.5 &&
    isArray(table.data["GlobalSecondaryIndexes"])
  )
    return {};
  return {
    faults: [
      blame(table, {
        property: onDemand ? "BillingModeSummary" : `ProvisionedThroughput.${side}CapacityUnits`,
        observed: onDemand ? "PAY_PER_REQUEST" : provisioned,
        expected: onDemand
          ? "keys that spread the load"
          : `more than ${used} units a second, autoscaling, or on-demand`,
        title: onDemand
          ? `Table ${table.id} is throttled though it is on demand`
          : `Table ${table.id} has ${provisioned} ${side}CapacityUnits and is throttled`,
        explanation: onDemand
          ? `Table ${table.id} is on demand and has ${total} ${side}ThrottleEvents: load beyond twice the former peak, or one hot partition key (1000 writes or 3000 reads a second).`
          : `Table ${table.id} has ProvisionedThroughput ${side}CapacityUnits ${provisioned}, about ${used} a second are used, and ${total} requests were throttled (${side}ThrottleEvents).`,
        evidence,
        standing: onDemand ? "supported" : "proved",
      }),
    ],
  };
}

/** Faults of tables. */
export const checks: readonly Check[] = [throughput];
