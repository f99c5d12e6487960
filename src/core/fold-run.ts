import type { Event } from "./event.ts";
import type { AccessRecord, PathRecord } from "./explain-record.ts";
import { foldAccess, foldPath } from "./fold-explain.ts";
import { foldRecord, startOf } from "./fold-record.ts";
import { foldScriptRun } from "./fold-script-run.ts";
import type { RunRecord } from "./record.ts";
import type { ScriptRunRecord } from "./script-run-record.ts";

/** A run's record, whatever its job. */
export type AnyRecord =
  | { readonly job: "ask"; readonly record: RunRecord }
  | { readonly job: "explain-access"; readonly record: AccessRecord }
  | { readonly job: "explain-path"; readonly record: PathRecord }
  | { readonly job: "script-run"; readonly record: ScriptRunRecord };

/** The record that a run's events make. */
export function foldRun(events: readonly Event[]): AnyRecord {
  const { job } = startOf(events);
  switch (job) {
    case "ask":
      return { job, record: foldRecord(events) };
    case "explain-access":
      return { job, record: foldAccess(events) };
    case "explain-path":
      return { job, record: foldPath(events) };
    case "script-run":
      return { job, record: foldScriptRun(events) };
  }
}
