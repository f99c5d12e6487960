import type { Facts, Resource } from "../../core/facts.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { sum } from "../../diagnose/metrics/trend.ts";
import { related } from "../../diagnose/related.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { objects, text } from "../../facts/reader.ts";
import { functionName } from "./facts.ts";

const mappingType = "AWS::Lambda::EventSourceMapping";

/** "Lambda event filtering": what fits no filter is dropped; from a queue it is deleted, without an invocation and without an error. */
export const eventFilter: Check = {
  id: "lambda.event-source-filter",
  title: "filters of the triggers",
  run: (context) =>
    combined(
      related(context, mappingType).flatMap(({ resource }) =>
        resource ? [judgeFilter(resource, context.facts)] : [],
      ),
    ),
};

function judgeFilter(mapping: Resource, facts: Facts): Judgement {
  const filters = objects(mapping.data["FilterCriteria"], "Filters").map((one) => text(one, "Pattern"));
  if (filters.length === 0 || /^Disabl/.test(text(mapping.data, "State"))) return {};
  const name = functionName(text(mapping.data, "FunctionArn"));
  const [kind, source = ""] = /:(sqs|kinesis|dynamodb):/.test(text(mapping.data, "EventSourceArn"))
    ? [
        /:(sqs|kinesis|dynamodb):/.exec(text(mapping.data, "EventSourceArn"))?.[1],
        text(mapping.data, "EventSourceArn").split(/[:/]/).at(-1),
      ]
    : [undefined];
  const invocations = seriesFor(facts, {
    namespace: "AWS/Lambda",
    metric: "Invocations",
    dimensions: { FunctionName: name },
  });
  const taken = seriesFor(facts, {
    namespace: "AWS/SQS",
    metric: "NumberOfMessagesDeleted",
    dimensions: { QueueName: source },
  });
  const idle = sum(invocations?.points ?? []) === 0;
  const dropped = kind === "sqs" && sum(taken?.points ?? []) > 0;
  if (!idle)
    return {
      fine: `${name} is invoked, so the filter of its trigger lets events through`,
      evidence: [facts.cite(mapping, "/FilterCriteria"), ...citeSeries(facts, invocations)],
    };
  return {
    faults: [
      blame(mapping, {
        property: "FilterCriteria.Filters.Pattern",
        observed: filters,
        expected: "a filter that the events fit, exactly and by case",
        title: `The trigger from ${source} to ${name} lets through only ${filters.join(" or ").slice(0, 90)}`,
        explanation: `Event source mapping ${mapping.id} of ${name} has FilterCriteria ${filters.join(", ").slice(0, 120)}: other events are ${kind === "sqs" ? "filtered out and deleted from the queue" : "skipped"} without an invocation${dropped ? `; ${sum(taken?.points ?? [])} messages were taken from ${source} and ${name} was not invoked once` : `, and ${name} was not invoked in the period`}.`,
        evidence: [facts.cite(mapping, "/FilterCriteria"), ...citeSeries(facts, invocations, taken)],
        standing: dropped ? "proved" : "supported",
        role: dropped ? "root" : "contributing",
      }),
    ],
  };
}
