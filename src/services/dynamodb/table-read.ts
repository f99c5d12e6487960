import type { Needed } from "../../diagnose/resource-check.ts";

/** The read that checks of a table stand on. */
export function tableRead(id: string): Needed {
  return {
    service: "dynamodb",
    operation: "DescribeTable",
    params: { TableName: id },
    probe: {
      probe: "dynamodb/table",
      variables: { table_names: [id] },
      reason: `capacity, scaling, backups and stream of table ${id}`,
    },
  };
}

/** What a table or an index was asked for, and what was turned away. */
export const throttleMetrics = [
  "WriteThrottleEvents:Sum",
  "ReadThrottleEvents:Sum",
  "ConsumedWriteCapacityUnits:Sum",
  "ConsumedReadCapacityUnits:Sum",
];
