import { allOfKind } from "../../diagnose/all-of-kind.ts";
import type { Check } from "../../diagnose/check.ts";
import { listingCheck } from "../../diagnose/listing-check.ts";
import { text } from "../../facts/reader.ts";

/** "Point-in-time recovery for DynamoDB". */
export const unrecoverable: Check = listingCheck({
  id: "dynamodb.list-without-recovery",
  title: "point-in-time recovery of the tables",
  type: "AWS::DynamoDB::Table",
  asks: (words) => /point-?\s?in-?\s?time|\bpitr\b/i.test(words) && /tables?|dynamo/i.test(words),
  probe: { probe: "dynamodb/backups", variables: {} },
  list: { service: "dynamodb", operation: "ListTables" },
  each: ({ id }) => [
    { service: "dynamodb", operation: "DescribeContinuousBackups", params: { TableName: id } },
  ],
  judge: ({ id }, facts) => {
    const backups = facts.get("AWS::DynamoDB::ContinuousBackups", id);
    const status = text(backups?.data["PointInTimeRecoveryDescription"], "PointInTimeRecoveryStatus");
    return backups && status !== "ENABLED"
      ? {
          property: "PointInTimeRecoveryStatus",
          observed: status,
          expected: "ENABLED",
          says: "has no point-in-time recovery (PointInTimeRecoveryStatus DISABLED)",
          evidence: [facts.cite(backups)],
        }
      : undefined;
  },
});

export const everyTable: Check = allOfKind({
  id: "dynamodb.list-all-tables",
  type: "AWS::DynamoDB::Table",
  nouns: "(?:dynamo ?db )?tables",
  probe: { probe: "dynamodb/inventory", variables: {} },
  list: { service: "dynamodb", operation: "ListTables" },
});

export const checks: readonly Check[] = [everyTable, unrecoverable];
