import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../core/json/json.ts";
import { metricCall, runCheck, said } from "../../testing/check-case.ts";
import { readers as cloudwatch } from "../cloudwatch/facts.ts";
import { readers as access } from "./access-facts.ts";
import { readers as aspects } from "./facts.ts";
import { pointInTimeRecovery, stream, timeToLive } from "./feature-checks.ts";
import { indexThroughput } from "./index-check.ts";

interface Given {
  readonly table?: JsonObject;
  readonly expiry?: string;
  readonly recovery?: string;
  readonly throttles?: number;
}

const name = "orders";

function judged(
  check: typeof timeToLive,
  text: string,
  { table = {}, expiry = "ENABLED", recovery = "ENABLED", throttles = 0 }: Given,
) {
  const named = { TableName: name };
  const index = { ...named, GlobalSecondaryIndexName: "by-mail" };
  return said(
    runCheck({
      check,
      readers: [...access, ...aspects, ...cloudwatch],
      text,
      symptoms: ["delivery"],
      subjects: [
        { type: "AWS::DynamoDB::Table", id: name },
        { type: "AWS::Lambda::Function", id: "project" },
      ],
      calls: [
        {
          service: "dynamodb",
          operation: "DescribeTable",
          params: named,
          response: { Table: { ...named, ...table } },
        },
        {
          service: "dynamodb",
          operation: "DescribeTimeToLive",
          params: named,
          response: { TimeToLiveDescription: { TimeToLiveStatus: expiry } },
        },
        {
          service: "dynamodb",
          operation: "DescribeContinuousBackups",
          params: named,
          response: {
            ContinuousBackupsDescription: {
              PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery },
            },
          },
        },
        metricCall("AWS/DynamoDB", index, { WriteThrottleEvents: [throttles, throttles, throttles] }),
      ],
    }),
  );
}

describe("features of a table", () => {
  it.each([
    ["why do expired items stay?", timeToLive, { expiry: "DISABLED" }, "root TimeToLiveStatus"],
    ["why do expired items stay?", timeToLive, {}, "fine"],
    ["why is it slow?", timeToLive, { expiry: "DISABLED" }, "apart"],
    ["can we restore it?", pointInTimeRecovery, { recovery: "DISABLED" }, "root PointInTimeRecoveryStatus"],
    ["can we restore it?", pointInTimeRecovery, {}, "fine"],
    ["changes do not trigger project", stream, {}, "root StreamSpecification.StreamEnabled"],
    [
      "changes do not trigger project",
      stream,
      { table: { StreamSpecification: { StreamEnabled: true } } },
      "fine",
    ],
  ] as const)("%s", (text, check, given, expected) => expect(judged(check, text, given)).toBe(expected));

  const table = {
    GlobalSecondaryIndexes: [{ IndexName: "by-mail", ProvisionedThroughput: { WriteCapacityUnits: 2 } }],
  };
  it("blames an index that throttles", () =>
    expect(judged(indexThroughput, "writes throttle", { table, throttles: 40 })).toBe(
      "root GlobalSecondaryIndexes by-mail WriteCapacityUnits",
    ));
  it("blames no index that keeps up", () =>
    expect(judged(indexThroughput, "writes throttle", { table })).toBe("fine"));
});
