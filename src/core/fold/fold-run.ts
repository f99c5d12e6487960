import type { Event } from "../event.ts";
import type { AccessRecord, PathRecord } from "../record/explain-record.ts";
import { foldAccess, foldPath } from "./fold-explain.ts";
import { foldRecord, startOf } from "./fold-record.ts";
import { foldScriptRun } from "./fold-script-run.ts";
import type { RunRecord } from "../record/record.ts";
import type { ScriptRunRecord } from "../record/script-run-record.ts";

/** A run's record, whatever its job. */
export type AnyRecord =
  | { readonly job: "ask"; readonly record: RunRecord }
  | { readonly job: "explain-access"; readonly record: AccessRecord }
  | { readonly job: "explain-path"; readonly record: PathRecord }
  | { readonly job: "script-run"; readonly record: ScriptRunRecord };

const folds: { readonly [job in AnyRecord["job"]]: (events: readonly Event[]) => AnyRecord } = {
  ask: (events) => ({ job: "ask", record: foldRecord(events) }),
  "explain-access": (events) => ({ job: "explain-access", record: foldAccess(events) }),
  "explain-path": (events) => ({ job: "explain-path", record: foldPath(events) }),
  "script-run": (events) => ({ job: "script-run", record: foldScriptRun(events) }),
};

/** The record that a run's events make. */
export function foldRun(events: readonly Event[]): AnyRecord {
  return folds[startOf(events).job](events);
}
