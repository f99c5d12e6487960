import type { FactReader, ReadResource } from "../../facts/reader.ts";
import { listReader, objects, strings, text } from "../../facts/reader.ts";
import type { Link } from "../../core/facts.ts";
import type { Json, JsonObject } from "../../core/json/json.ts";
import { isObject, toPointer } from "../../core/json/json.ts";
import { seriesId, seriesType } from "../../diagnose/metrics/series.ts";
import { measuredResource } from "./dimensions.ts";

/** Metric data name their series only in the request: the result is matched to the query by its Id. */
const metricData: FactReader = {
  service: "cloudwatch",
  operation: "GetMetricData",
  read: ({ params, response }) => {
    const queries = new Map(objects(params, "MetricDataQueries").map((query) => [text(query, "Id"), query]));
    return objects(response, "MetricDataResults").flatMap((result, index) => {
      const stat = queries.get(text(result, "Id"))?.["MetricStat"];
      return isObject(stat)
        ? [
            seriesResource(
              stat["Metric"],
              text(stat, "Stat"),
              Number(stat["Period"]),
              toPointer("MetricDataResults", index),
              result,
            ),
          ]
        : [];
    });
  },
};

const metricStatistics: FactReader = {
  service: "cloudwatch",
  operation: "GetMetricStatistics",
  read: ({ params, response }) =>
    strings(params, "Statistics").map((stat) =>
      seriesResource(params, stat, Number(params["Period"]), "", response),
    ),
};

function seriesResource(
  metric: Json | undefined,
  stat: string,
  period: number,
  pointer: string,
  data: JsonObject,
): ReadResource {
  const dimensions = Object.fromEntries(
    objects(metric, "Dimensions").map((one) => [text(one, "Name"), text(one, "Value")]),
  );
  const namespace = text(metric, "Namespace");
  const name = text(metric, "MetricName");
  return {
    type: seriesType,
    id: seriesId({ namespace, metric: name, dimensions, stat, period }),
    name,
    pointer,
    data,
  };
}

function alarmLinks(alarm: JsonObject): readonly Link[] {
  const actions = strings(alarm, "AlarmActions")
    .filter((arn) => arn.startsWith("arn:") && arn.includes(":sns:"))
    .map((arn) => ({ kind: "notifies", type: "AWS::SNS::Topic", id: arn }));
  const measured = measuredResource(
    text(alarm, "Namespace"),
    Object.fromEntries(objects(alarm, "Dimensions").map((one) => [text(one, "Name"), text(one, "Value")])),
  );
  return [...actions, ...(measured ? [{ kind: "measures", ...measured }] : [])];
}

const describeAlarm = (alarm: JsonObject, type = "AWS::CloudWatch::Alarm") => ({
  type,
  id: text(alarm, "AlarmName"),
  arn: text(alarm, "AlarmArn"),
  links: alarmLinks(alarm),
});

const metricAlarms = listReader("cloudwatch", "DescribeAlarms", "MetricAlarms/*", (alarm) =>
  describeAlarm(alarm),
);
const compositeAlarms = listReader("cloudwatch", "DescribeAlarms", "CompositeAlarms/*", (alarm) =>
  describeAlarm(alarm, "AWS::CloudWatch::CompositeAlarm"),
);

/** What CloudWatch tells: alarms, their history, and metrics as series. */
export const readers: readonly FactReader[] = [
  metricData,
  metricStatistics,
  {
    service: "cloudwatch",
    operation: "DescribeAlarms",
    read: (answered) => [...metricAlarms.read(answered), ...compositeAlarms.read(answered)],
  },
  listReader("cloudwatch", "DescribeAlarmsForMetric", "MetricAlarms/*", (alarm) => describeAlarm(alarm)),
  listReader("cloudwatch", "DescribeAlarmHistory", "AlarmHistoryItems/*", (item) => ({
    type: "AWS::CloudWatch::AlarmHistoryItem",
    id: `${text(item, "AlarmName")} ${text(item, "Timestamp")} ${text(item, "HistoryItemType")}`,
    name: text(item, "AlarmName"),
  })),
  listReader("cloudwatch", "ListMetrics", "Metrics/*", (metric) => ({
    type: "AWS::CloudWatch::Metric",
    id: `${text(metric, "Namespace")}|${text(metric, "MetricName")}|${objects(metric, "Dimensions")
      .map((one) => `${text(one, "Name")}=${text(one, "Value")}`)
      .toSorted()
      .join(";")}`,
    name: text(metric, "MetricName"),
  })),
];
