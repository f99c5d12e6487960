import type { Call } from "../../core/call.ts";
import type { Event } from "../../core/event.ts";
import { callsOf, startOf } from "../../core/fold/fold-record.ts";
import type { PolicyDocument } from "../../core/grant.ts";
import { covers } from "../../core/policy/covers.ts";
import { leastPolicy } from "../../core/policy/least-policy.ts";
import { grantedPatterns, usedPermissions, usedPolicy } from "../../core/policy/used-policy.ts";
import { schemaVersion } from "../../core/record/record.ts";
import { RunPolicy } from "../../core/record/run-policy.ts";
import type { UsedPermission } from "../../core/record/run-policy.ts";
import type { Store } from "../../core/store.ts";
import { eventsOfRun } from "./runs.ts";

/** Granted, used, unused, refused by AWS, and the policy to keep, of a run of any job. Throws AppError `not-found`. */
export async function policyOfRun(store: Store, idOrPrefix: string): Promise<RunPolicy> {
  return foldRunPolicy(await eventsOfRun(store, idOrPrefix));
}

export function foldRunPolicy(events: readonly Event[]): RunPolicy {
  const { run, job } = startOf(events);
  const calls = callsOf(events);
  const granted = grantedTo(events);
  const used = usedPermissions(calls);
  return RunPolicy.parse({
    schemaVersion,
    id: run,
    job,
    granted,
    used,
    unused: unusedOf(granted, used),
    refused: refusedOf(calls),
    keep: usedPolicy(calls, granted),
  });
}

/** What the policies of all accepted scripts of the run allowed together. */
function grantedTo(events: readonly Event[]): PolicyDocument {
  const policies = events.flatMap((event) =>
    event.kind === "script-checked" && event.accepted ? [event.script.policy] : [],
  );
  const statements = policies.flatMap(({ Statement }) => Statement);
  const conditional = statements.filter((one) => one["Condition"] !== undefined || one["Effect"] !== "Allow");
  const plain = statements.filter((one) => one["Condition"] === undefined && one["Effect"] === "Allow");
  const merged = leastPolicy(grantedPatterns({ Version: "2012-10-17", Statement: plain }));
  const once = new Map(
    conditional.map((statement) => [JSON.stringify({ ...statement, Sid: "" }), statement]),
  );
  const kept = [...once.values()].map((statement, index) => ({
    ...statement,
    Sid: `Conditional${index + 1}`,
  }));
  return { ...merged, Statement: [...merged.Statement, ...kept] };
}

/** Granted patterns that no used resource lies in, action by action. */
function unusedOf(granted: PolicyDocument, used: readonly UsedPermission[]): RunPolicy["unused"] {
  const touched = new Map(used.map(({ action, resources }) => [action, resources]));
  const byAction = Map.groupBy(grantedPatterns(granted), ({ action }) => action);
  return [...byAction].flatMap(([action, patterns]) => {
    const resources = touched.get(action);
    const all = [...new Set(patterns.flatMap((pattern) => pattern.resources))];
    const left = all.filter((pattern) => !(resources ?? []).some((resource) => covers(pattern, resource)));
    return left.length === 0 ? [] : [{ action, resources: left }];
  });
}

/** Each missing permission once, with the calls that lacked it. */
function refusedOf(calls: readonly Call[]): RunPolicy["refused"] {
  const refused = calls.flatMap(({ n, refused: why }) => (why ? [{ n, why }] : []));
  const byPermission = Map.groupBy(
    refused,
    ({ why }) => `${why.action} ${why.resource} ${why.policyType ?? ""}`,
  );
  return [...byPermission.values()].flatMap((same) =>
    same[0] ? [{ ...same[0].why, calls: same.map(({ n }) => n) }] : [],
  );
}
