import type { FactReader } from "../../facts/reader.ts";
import { listReader, text } from "../../facts/reader.ts";

/** Costs per period, named by the day on which the period begins. */
export const readers: readonly FactReader[] = [
  listReader("ce", "GetCostAndUsage", "ResultsByTime/*", (period) => ({
    type: "AWS::CE::Period",
    id: `${text(period["TimePeriod"], "Start")} ${text(period["TimePeriod"], "End")}`,
  })),
];
