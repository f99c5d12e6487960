import type { Event } from "../event.ts";
import { AccessRecord, PathRecord } from "../record/explain-record.ts";
import { callsOf, lastOf, startOf } from "./fold-record.ts";
import { foldStatus } from "./fold-status.ts";
import { isObject } from "../json/json.ts";
import type { JsonObject } from "../json/json.ts";
import { schemaVersion } from "../record/record.ts";

const unfinished = [{ read: "the account", why: "the run ended before its result" }];

/** The record of `explain access`: its `result` event and the calls. Without a result: `unknown`, and `missing` says why. */
export function foldAccess(events: readonly Event[]): AccessRecord {
  const partial = {
    principal: "",
    action: "",
    resource: "",
    ...optionsOf(events),
    decision: "unknown",
    layers: [],
    deciding: [],
    missing: unfinished,
  };
  return AccessRecord.parse({
    ...(resultOf(events) ?? partial),
    schemaVersion,
    id: startOf(events).run,
    ...foldStatus(events),
    calls: callsOf(events),
  });
}

/** The record of `explain path`. Without a result: `unknown`, and `missing` says why. */
export function foldPath(events: readonly Event[]): PathRecord {
  const partial = {
    from: {},
    to: {},
    protocol: "tcp",
    ...optionsOf(events),
    reachable: "unknown",
    hops: [],
    blockedBy: [],
    missing: unfinished,
  };
  return PathRecord.parse({
    ...(resultOf(events) ?? partial),
    schemaVersion,
    id: startOf(events).run,
    ...foldStatus(events),
    calls: callsOf(events),
  });
}

function resultOf(events: readonly Event[]): JsonObject | undefined {
  const result = lastOf(events, "result")?.result;
  return isObject(result) ? result : undefined;
}

/** What was asked, as `run-start` keeps it: `principal`, `action`, `resource` or `from`, `to`, `protocol`, `port`. */
function optionsOf(events: readonly Event[]): JsonObject {
  const { options } = startOf(events);
  return isObject(options) ? options : {};
}
