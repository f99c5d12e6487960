import type { Event } from "../event.ts";
import { callsOf, lastOf, startOf } from "./fold-record.ts";
import { foldStatus } from "./fold-status.ts";
import { isObject } from "../json/json.ts";
import { usedPolicy } from "../policy/used-policy.ts";
import { schemaVersion } from "../record/record.ts";
import type { Outcome } from "../script.ts";
import { ScriptRunRecord } from "../record/script-run-record.ts";

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
    usedPolicy: usedPolicy(calls, lastOf(events, "script-checked")?.script.policy),
    ...told,
    schemaVersion,
    id: startOf(events).run,
    ...foldStatus(events),
    calls,
  });
}
