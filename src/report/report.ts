import type { Json } from "../core/json/json.ts";
import type { RunRecord } from "../core/record/record.ts";

/** What a report is made of: the record, and what its citations point at. */
export interface ReportInput {
  readonly record: RunRecord;
  /** What analyzers said, as `verdict` events carry it: ways of packets, layers of authorization. */
  readonly verdicts: readonly {
    readonly check: string;
    readonly result: string;
    readonly text: string;
    readonly detail?: Json | undefined;
  }[];
}
