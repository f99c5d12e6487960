import type { Facts, Resource } from "../../core/facts.ts";
import { shellCommand } from "../../core/text/shell-line.ts";
import type { Check } from "../../diagnose/check.ts";
import { blame } from "../../diagnose/blame.ts";
import { citeSeries } from "../../diagnose/metrics/cite-series.ts";
import { seriesFor } from "../../diagnose/metrics/series.ts";
import { highest, sum } from "../../diagnose/metrics/trend.ts";
import { related } from "../../diagnose/related.ts";
import { combined, readOf } from "../../diagnose/resource-check.ts";
import type { Judgement } from "../../diagnose/resource-check.ts";
import { text } from "../../facts/reader.ts";
import { queueRead } from "../../diagnose/queue-read.ts";
import { functionName } from "./facts.ts";
import { functionRead } from "./function-read.ts";
import { linkOfArn } from "../../diagnose/arn-link.ts";

const functionType = "AWS::Lambda::Function";
const mappingType = "AWS::Lambda::EventSourceMapping";

function sourceName(mapping: Resource): string {
  return text(mapping.data, "EventSourceArn").split(/[:/]/).at(-1) ?? "";
}

/** A mapping that is disabled polls nothing; one whose last poll failed says why ("Event source mappings"). */
export const eventSourceState: Check = {
  id: "lambda.event-source-state",
  title: "state of the triggers between the event source and its function",
  run: (context) => {
    const needed = related(context, functionType).map((one) => functionRead(one, context));
    const unread = needed.filter((one) => !readOf(context.facts, one));
    if (unread.length > 0) return { kind: "needs", probes: unread.map(({ probe }) => probe) };
    return combined(
      related(context, mappingType).flatMap(({ resource }) =>
        resource ? [judgeMapping(resource, context.facts)] : [],
      ),
    );
  },
};

function judgeMapping(mapping: Resource, facts: Facts): Judgement {
  const state = text(mapping.data, "State");
  const result = text(mapping.data, "LastProcessingResult");
  const name = functionName(text(mapping.data, "FunctionArn"));
  const source = sourceName(mapping);
  if (/^Disabl/.test(state)) {
    const invocations = seriesFor(facts, {
      namespace: "AWS/Lambda",
      metric: "Invocations",
      dimensions: { FunctionName: name },
    });
    return {
      faults: [
        blame(mapping, {
          property: "State",
          observed: state,
          expected: "Enabled",
          title: `The trigger from ${source} to ${name} is ${state}`,
          explanation: `Event source mapping ${mapping.id} has State ${state}: Lambda does not poll ${source} for function ${name}, so its messages stay where they are, without any error.`,
          evidence: [facts.cite(mapping), ...citeSeries(facts, invocations)],
          severity: "critical",
          change: {
            summary: `Enable the trigger of ${name}`,
            commands: [["aws", "lambda", "update-event-source-mapping", "--uuid", mapping.id, "--enabled"]],
            risk: "The function starts on the whole backlog at once. Ask first whether somebody stopped it on purpose.",
            rollback: shellCommand`aws lambda update-event-source-mapping --uuid ${mapping.id} --no-enabled`,
            edits: [{ op: "replace", type: mappingType, id: mapping.id, path: "/State", value: "Enabled" }],
          },
        }),
      ],
    };
  }
  if (/^PROBLEM/i.test(result)) {
    return {
      faults: [
        blame(mapping, {
          property: "LastProcessingResult",
          observed: result,
          expected: "OK",
          title: `The trigger from ${source} to ${name} fails: ${result}`,
          explanation: `Event source mapping ${mapping.id} is ${state}, but its LastProcessingResult is "${result}": Lambda cannot hand the records of ${source} to ${name}.`,
          evidence: [facts.cite(mapping)],
          role: "contributing",
          standing: "supported",
        }),
      ],
    };
  }
  return {
    fine: `the trigger from ${source} to ${name} is ${state}`,
    evidence: [facts.cite(mapping, "/State")],
  };
}

/** "Using Lambda with Amazon SQS": a message that is not deleted within the visibility timeout is handed out again. */
export const visibilityTimeout: Check = {
  id: "lambda.visibility-timeout",
  title: "visibility timeout of the queue against the timeout of its function",
  run: (context) => {
    const { facts } = context;
    const pairs = related(context, mappingType).flatMap(({ resource }) => {
      const source = linkOfArn("", text(resource?.data, "EventSourceArn")).find(
        ({ type }) => type === "AWS::SQS::Queue",
      );
      return resource && source
        ? [{ queue: source.id, name: functionName(text(resource.data, "FunctionArn")) }]
        : [];
    });
    const needs = [
      ...related(context, functionType).map((one) => functionRead(one, context)),
      ...pairs.flatMap(({ queue, name }) => [
        queueRead(queue, context),
        functionRead({ type: functionType, id: name, distance: 1 }, context),
      ]),
    ].filter((one) => !readOf(facts, one));
    if (needs.length > 0) return { kind: "needs", probes: needs.map(({ probe }) => probe) };
    return combined(
      pairs.map(({ queue, name }) => {
        const [source, lambda] = [facts.get("AWS::SQS::Queue", queue), facts.get(functionType, name)];
        return source && lambda
          ? judgeVisibility(lambda, source, facts)
          : { gaps: [`queue ${queue} or function ${name} could not be read`] };
      }),
    );
  },
};

function judgeVisibility(lambda: Resource, queue: Resource, facts: Facts): Judgement {
  const visible = Number(queue.data["VisibilityTimeout"]);
  const timeout = Number(lambda.data["Timeout"]);
  if (!Number.isFinite(visible) || !Number.isFinite(timeout)) return {};
  const duration = seriesFor(facts, {
    namespace: "AWS/Lambda",
    metric: "Duration",
    dimensions: { FunctionName: lambda.id },
    stat: "Maximum",
  });
  if (visible >= timeout) {
    return {
      fine: `messages of ${queue.id} stay hidden for ${visible} s, ${lambda.id} runs at most ${timeout} s`,
      evidence: [facts.cite(queue, "/VisibilityTimeout"), facts.cite(lambda, "/Timeout")],
    };
  }
  const received = seriesFor(facts, {
    namespace: "AWS/SQS",
    metric: "NumberOfMessagesReceived",
    dimensions: { QueueName: queue.id },
  });
  const sent = seriesFor(facts, {
    namespace: "AWS/SQS",
    metric: "NumberOfMessagesSent",
    dimensions: { QueueName: queue.id },
  });
  const longest = highest(duration?.points ?? []) / 1000;
  const repeats =
    longest > visible ||
    (sum(sent?.points ?? []) > 0 && sum(received?.points ?? []) > sum(sent?.points ?? []) * 1.2);
  return {
    faults: [
      blame(queue, {
        property: "VisibilityTimeout",
        observed: visible,
        expected: `at least ${timeout} (the function's timeout), ${timeout * 6} as AWS advises`,
        title: `Visibility timeout of ${queue.id} (${visible} s) is shorter than ${lambda.id} may run (${timeout} s)`,
        explanation: `Queue ${queue.id} has VisibilityTimeout ${visible} s, but function ${lambda.id} may run ${timeout} s${longest > 0 ? ` and runs up to ${Math.round(longest)} s` : ""}: a message becomes visible again while it is still being worked on, and is processed twice.`,
        evidence: [
          facts.cite(queue, "/VisibilityTimeout"),
          facts.cite(lambda, "/Timeout"),
          ...citeSeries(facts, duration, received, sent),
        ],
        role: repeats ? "root" : "bystander",
        change: {
          summary: `Raise the visibility timeout of ${queue.id} to ${timeout * 6} s`,
          commands: [
            [
              "aws",
              "sqs",
              "set-queue-attributes",
              "--queue-url",
              queueUrl(queue),
              "--attributes",
              `VisibilityTimeout=${timeout * 6}`,
            ],
          ],
          risk: "A message whose processing fails is tried again later than now.",
          rollback: shellCommand`aws sqs set-queue-attributes --queue-url ${queueUrl(queue)} --attributes VisibilityTimeout=${visible}`,
          edits: [
            {
              op: "replace",
              type: "AWS::SQS::Queue",
              id: queue.id,
              path: "/VisibilityTimeout",
              value: String(timeout * 6),
            },
          ],
        },
      }),
    ],
  };
}

function queueUrl(queue: Resource): string {
  return `https://sqs.${queue.region}.amazonaws.com/${queue.account}/${queue.id}`;
}
