import { describe, expect, it } from "vitest";
import { runCheck, said } from "../../testing/check-case.ts";
import { backups, interruption } from "./event-checks.ts";
import { readers } from "./facts.ts";

function judged(check: typeof backups, text: string, days: number, events: readonly string[] = []) {
  const DBInstanceIdentifier = "books";
  return said(
    runCheck({
      check,
      readers,
      text,
      subjects: [{ type: "AWS::RDS::DBInstance", id: DBInstanceIdentifier }],
      calls: [
        {
          service: "rds",
          operation: "DescribeDBInstances",
          params: { DBInstanceIdentifier },
          response: { DBInstances: [{ DBInstanceIdentifier, BackupRetentionPeriod: days }] },
        },
        {
          service: "rds",
          operation: "DescribeEvents",
          params: { SourceIdentifier: DBInstanceIdentifier, SourceType: "db-instance", Duration: 10_080 },
          response: {
            Events: events.map((Message) => ({
              SourceIdentifier: DBInstanceIdentifier,
              Message,
              Date: "2026-11-21T01:00:00Z",
            })),
          },
        },
      ],
    }),
  );
}

describe("what happened to a database", () => {
  it.each([
    ["can we restore it?", backups, 0, [], "root BackupRetentionPeriod"],
    ["can we restore it?", backups, 7, [], "fine"],
    ["is it slow?", backups, 0, [], "apart"],
    [
      "it was away for a minute",
      interruption,
      7,
      ["Multi-AZ instance failover started"],
      "root Events (failover)",
    ],
    ["it was away for a minute", interruption, 7, ["Backing up DB instance"], "gap"],
    ["is it slow?", interruption, 7, ["Multi-AZ instance failover started"], "apart"],
  ] as const)("%s", (text, check, days, events, expected) =>
    expect(judged(check, text, days, events)).toBe(expected),
  );
});
