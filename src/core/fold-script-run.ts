import type { Call } from "./call.ts";
import type { Event } from "./event.ts";
import { callsOf, lastOf, startOf } from "./fold-record.ts";
import type { PolicyDocument } from "./grant.ts";
import { isObject } from "./json.ts";
import { schemaVersion } from "./record.ts";
import type { Outcome } from "./script.ts";
import { ScriptRunRecord } from "./script-run-record.ts";

/** The record of `script run`: its `result` event where there is one, else its last attempt. */
export function foldScriptRun(events: readonly Event[]): ScriptRunRecord {
  const calls = callsOf(events);
  const ended = lastOf(events, "attempt-end");
  const rejected = lastOf(events, "script-checked")?.error?.message;
  const outcome: Outcome = ended?.outcome ?? {
    kind: "refused",
    stdout: "",
    stderr: "",
    ms: 0,
    why: rejected ?? "the run ended before the script did",
  };
  const result = lastOf(events, "result")?.result;
  const told = isObject(result) ? result : {};
  return ScriptRunRecord.parse({
    outcome,
    usedPolicy: usedPolicyOf(calls),
    ...told,
    schemaVersion,
    id: startOf(events).run,
    calls,
  });
}

/** One statement for each action that was allowed, on the resources it touched. */
function usedPolicyOf(calls: readonly Call[]): PolicyDocument {
  const byAction = new Map<string, Set<string>>();
  for (const call of calls) {
    if (call.decision !== "allowed") continue;
    const resources = byAction.get(call.action) ?? new Set<string>();
    byAction.set(call.action, resources.union(new Set(call.resources)));
  }
  const statements = [...byAction].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    Version: "2012-10-17",
    Statement: statements.map(([Action, resources]) => ({
      Effect: "Allow",
      Action,
      Resource: [...resources].toSorted(),
    })),
  };
}
