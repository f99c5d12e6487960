import type { FactReader, ReadResource } from "../../facts/reader.ts";
import { listReader, objects, text } from "../../facts/reader.ts";
import { toPointer } from "../../core/json/json.ts";
import type { JsonObject } from "../../core/json/json.ts";
import { logEventType } from "../../diagnose/logs/log-event.ts";

/** Log lines are known by their group, their stream and their id in it; the group stands only in the request. */
function logEvent(group: string, stream: string, event: JsonObject, index: number): ReadResource {
  const own = text(event, "logStreamName") || stream;
  const id = text(event, "eventId") || `${String(event["timestamp"])}-${index}`;
  return {
    type: logEventType,
    id: `${group}/${own}/${id}`,
    name: group,
    pointer: toPointer("events", index),
    data: event,
  };
}

const filtered: FactReader = {
  service: "logs",
  operation: "FilterLogEvents",
  read: ({ params, response }) =>
    objects(response, "events").map((event, index) =>
      logEvent(groupOf(params), text(params, "logStreamName"), event, index),
    ),
};

const fetched: FactReader = {
  service: "logs",
  operation: "GetLogEvents",
  read: ({ params, response }) =>
    objects(response, "events").map((event, index) =>
      logEvent(groupOf(params), text(params, "logStreamName"), event, index),
    ),
};

function groupOf(params: JsonObject): string {
  const named = text(params, "logGroupName") || text(params, "logGroupIdentifier");
  return named.startsWith("arn:") ? (named.split(":log-group:")[1] ?? named).replace(/:\*$/, "") : named;
}

/** What CloudWatch Logs tells: groups, streams, metric and subscription filters, and lines. */
export const readers: readonly FactReader[] = [
  filtered,
  fetched,
  listReader("logs", "DescribeLogGroups", "logGroups/*", (group) => ({
    type: "AWS::Logs::LogGroup",
    id: text(group, "logGroupName"),
    arn: text(group, "logGroupArn") || text(group, "arn"),
  })),
  listReader("logs", "DescribeLogStreams", "logStreams/*", (stream, { params }) => ({
    type: "AWS::Logs::LogStream",
    id: `${groupOf(params)}/${text(stream, "logStreamName")}`,
    name: text(stream, "logStreamName"),
    arn: text(stream, "arn"),
  })),
  listReader("logs", "DescribeMetricFilters", "metricFilters/*", (filter) => ({
    type: "AWS::Logs::MetricFilter",
    id: `${text(filter, "logGroupName")}/${text(filter, "filterName")}`,
    name: text(filter, "filterName"),
    links: [{ kind: "part-of", type: "AWS::Logs::LogGroup", id: text(filter, "logGroupName") }],
  })),
  listReader("logs", "DescribeSubscriptionFilters", "subscriptionFilters/*", (filter) => ({
    type: "AWS::Logs::SubscriptionFilter",
    id: `${text(filter, "logGroupName")}/${text(filter, "filterName")}`,
    name: text(filter, "filterName"),
  })),
];
