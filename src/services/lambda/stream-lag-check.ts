import type { Facts, Resource } from "../../core/facts.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { ongoing, sum } from "../../diagnose/metrics/trend.ts";
import { related } from "../../diagnose/related.ts";
import { combined } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { functionName } from "./facts.ts";

const mappingType = "AWS::Lambda::EventSourceMapping";
const tenMinutes = 600_000;

/** A shard is read by one invocation at a time unless ParallelizationFactor says more; when that is too slow, IteratorAge grows ("Using Lambda with Kinesis"). */
export const streamLag: Check = {
  id: "lambda.event-source-lag",
  title: "how far the function is behind its stream",
  run: (context) =>
    combined(
      related(context, mappingType).flatMap(({ resource }) =>
        resource && /:(?:kinesis|dynamodb):/.test(text(resource.data, "EventSourceArn"))
          ? [judgeLag(resource, context.facts)]
          : [],
      ),
    ),
};

function judgeLag(mapping: Resource, facts: Facts): Judgement {
  const name = functionName(text(mapping.data, "FunctionArn"));
  const read = (metric: string) =>
    seriesFor(facts, { namespace: "AWS/Lambda", metric, dimensions: { FunctionName: name } });
  const [age, errors] = [read("IteratorAge"), read("Errors")];
  const lag = ongoing(age, (value) => value > tenMinutes);
  const factor = Number(mapping.data["ParallelizationFactor"] ?? 1);
  const batch = Number(mapping.data["BatchSize"] ?? 100);
  const evidence = [facts.cite(mapping), ...citeSeries(facts, age, errors)];
  if (!lag) return { fine: `${name} keeps up with its stream`, evidence };
  const minutes = Math.round(lag.worst / 60_000);
  if (sum(errors?.points ?? []) > 0)
    return {
      gaps: [
        `${name} is ${minutes} minutes behind its stream and fails: a batch that fails blocks its shard until it succeeds or expires; its error lines show why`,
      ],
    };
  return {
    faults: [
      blame(mapping, {
        property: "ParallelizationFactor, BatchSize",
        observed: { ParallelizationFactor: factor, BatchSize: batch },
        expected: "larger batches, up to 10 invocations a shard, or more shards",
        title: `${name} is ${minutes} minutes behind its stream: BatchSize ${batch}, ParallelizationFactor ${factor}`,
        explanation: `Event source mapping ${mapping.id} of ${name} has BatchSize ${batch} and ParallelizationFactor ${factor}: each shard is read by ${factor} invocation${factor === 1 ? "" : "s"} at a time, which is too slow for what comes. IteratorAge is ${minutes} minutes since ${lag.since}, without errors.`,
        evidence,
        standing: "supported",
      }),
    ],
  };
}
