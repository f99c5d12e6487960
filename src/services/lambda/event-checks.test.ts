import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import type { Check } from "../../diagnose/check.ts";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import type { Told } from "../../testing/recorded.ts";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { readers as logs } from "../logs/facts.ts";
import { readers as rds } from "../rds/facts.ts";
import { aliasVersion } from "./alias-check.ts";
import { failureOutlet } from "./asynchronous-check.ts";
import { eventFilter } from "./event-filter-check.ts";
import { readers } from "./facts.ts";
import { readReplica } from "./read-replica-check.ts";
import { streamLag } from "./stream-lag-check.ts";
import { temporaryStorage } from "./temporary-storage-check.ts";
import { unexplainedErrors } from "./unexplained-check.ts";

const name = "work";
const FunctionArn = `arn:aws:lambda:us-east-1:123456789012:function:${name}`;
const host = "copy.abc123.us-east-1.rds.amazonaws.com";

interface Given {
  readonly configuration?: JsonObject;
  readonly lines?: readonly string[];
  readonly calls?: readonly Told[];
  readonly text?: string;
}

function judged(
  check: Check,
  { configuration = {}, lines = [], calls = [], text = "why does it fail?" }: Given,
) {
  const named = { FunctionName: name };
  return said(
    runCheck({
      check,
      readers: [...readers, ...cloudwatch, ...logs, ...rds],
      text,
      subjects: [{ type: "AWS::Lambda::Function", id: name }],
      calls: [
        {
          service: "lambda",
          operation: "GetFunctionConfiguration",
          params: named,
          response: { ...named, FunctionArn, ...configuration },
        },
        { service: "lambda", operation: "GetFunctionConcurrency", params: named, response: {} },
        {
          service: "logs",
          operation: "FilterLogEvents",
          params: { logGroupName: `/aws/lambda/${name}` },
          response: {
            events: lines.map((message, at) => ({
              eventId: String(at),
              logStreamName: "s",
              timestamp: Date.parse("2026-11-21T02:00:00Z") + at,
              message,
            })),
          },
        },
        ...calls,
      ],
    }),
  );
}

const mapping = (source: string, more: JsonObject): Told => ({
  service: "lambda",
  operation: "ListEventSourceMappings",
  params: { FunctionName: name },
  response: {
    EventSourceMappings: [
      {
        UUID: "u1",
        FunctionArn,
        State: "Enabled",
        EventSourceArn: `arn:aws:${source}`,
        ...more,
      },
    ],
  },
});
const metrics = (values: Readonly<Record<string, readonly number[]>>) =>
  metricCall("AWS/Lambda", { FunctionName: name }, values);
const filter = { FilterCriteria: { Filters: [{ Pattern: '{"body":{"kind":["A"]}}' }] } };
const outlet = (found: boolean): readonly Told[] => [
  {
    service: "lambda",
    operation: "GetFunctionEventInvokeConfig",
    params: { FunctionName: name },
    response: {
      DestinationConfig: { OnFailure: { Destination: "arn:aws:sqs:us-east-1:123456789012:lost" } },
    },
  },
  {
    service: "sqs",
    operation: "GetQueueUrl",
    params: { QueueName: "lost" },
    ...(found
      ? { response: { QueueUrl: "https://sqs.us-east-1.amazonaws.com/123456789012/lost" } }
      : { error: { code: "AWS.SimpleQueueService.NonExistentQueue", message: "gone" } }),
  },
];
const alias = (version: string): readonly Told[] => [
  {
    service: "lambda",
    operation: "ListVersionsByFunction",
    params: { FunctionName: name },
    response: { Versions: [{ Version: "$LATEST" }, { Version: "1" }, { Version: "2" }] },
  },
  {
    service: "lambda",
    operation: "ListAliases",
    params: { FunctionName: name },
    response: { Aliases: [{ Name: "live", FunctionVersion: version }] },
  },
];
const database = (source: string): readonly Told[] => [
  {
    service: "rds",
    operation: "DescribeDBInstances",
    params: { DBInstanceIdentifier: "copy" },
    response: {
      DBInstances: [
        {
          DBInstanceIdentifier: "copy",
          ...(source !== "" && { ReadReplicaSourceDBInstanceIdentifier: source }),
        },
      ],
    },
  },
];
const written = {
  configuration: { Environment: { Variables: { DB_HOST: host } } },
  lines: ["ERROR: cannot execute INSERT in a read-only transaction"],
};
const full = ["[ERROR] OSError: [Errno 28] No space left on device"];
const stream = "kinesis:us-east-1:123456789012:stream/clicks";
const queue = "sqs:us-east-1:123456789012:jobs";
const old = "it still runs the old version";

describe("events of a function", () => {
  it.each<readonly [string, Check, Given, string]>([
    [
      "a filter drops what comes",
      eventFilter,
      {
        calls: [
          mapping(queue, filter),
          metrics({ Invocations: [0, 0, 0] }),
          metricCall("AWS/SQS", { QueueName: "jobs" }, { NumberOfMessagesDeleted: [5, 5, 5] }),
        ],
      },
      "root FilterCriteria.Filters.Pattern",
    ],
    [
      "a filter lets through",
      eventFilter,
      { calls: [mapping(queue, filter), metrics({ Invocations: [3, 3, 3] })] },
      "fine",
    ],
    [
      "it lags behind its stream",
      streamLag,
      { calls: [mapping(stream, { BatchSize: 10 }), metrics({ IteratorAge: [7e6, 8e6, 9e6, 9e6] })] },
      "root ParallelizationFactor, BatchSize",
    ],
    [
      "it lags because it fails",
      streamLag,
      { calls: [mapping(stream, {}), metrics({ IteratorAge: [7e6, 8e6, 9e6, 9e6], Errors: [1, 1, 1, 1] })] },
      "gap",
    ],
    ["it keeps up", streamLag, { calls: [mapping(stream, {}), metrics({ IteratorAge: [9, 9, 9] })] }, "fine"],
    [
      "its failure destination is gone",
      failureOutlet,
      { calls: outlet(false) },
      "root DestinationConfig.OnFailure.Destination",
    ],
    ["its failure destination is there", failureOutlet, { calls: outlet(true) }, "fine"],
    ["an alias lags", aliasVersion, { calls: alias("1"), text: old }, "root alias live FunctionVersion"],
    ["an alias is up to date", aliasVersion, { calls: alias("2"), text: old }, "fine"],
    ["an alias lags and nobody asks", aliasVersion, { calls: alias("1"), text: "why is it slow?" }, "apart"],
    ["/tmp is full", temporaryStorage, { lines: full }, "root EphemeralStorage.Size"],
    [
      "/tmp was full before it was enlarged",
      temporaryStorage,
      { lines: full, configuration: { EphemeralStorage: { Size: 4096 } } },
      "gap",
    ],
    ["/tmp is not full", temporaryStorage, {}, "fine"],
    [
      "it writes to a replica",
      readReplica,
      { ...written, calls: database("main") },
      "root Environment.Variables.DB_HOST",
    ],
    ["it writes to no replica", readReplica, { ...written, calls: database("") }, "fine"],
    [
      "it complains of something unknown",
      unexplainedErrors,
      { lines: ["ERROR: foo 1", "ERROR: foo 2"] },
      "gap",
    ],
    ["it complained once", unexplainedErrors, { lines: ["ERROR: foo 1"] }, "apart"],
  ])("%s", (_, check, given, expected) => expect(judged(check, given)).toBe(expected));
});
