import type { Check } from "../../diagnose/check.ts";
import { aliasVersion } from "./alias-check.ts";
import { failureOutlet } from "./asynchronous-check.ts";
import { reservedConcurrency } from "./concurrency-checks.ts";
import { environment } from "./environment-check.ts";
import { eventFilter } from "./event-filter-check.ts";
import { eventSourceState, visibilityTimeout } from "./event-source-checks.ts";
import { exposure } from "./exposure-check.ts";
import { readReplica } from "./read-replica-check.ts";
import { handler, memory, timeout } from "./run-checks.ts";
import { functionState, runtimeSupport } from "./state-checks.ts";
import { streamLag } from "./stream-lag-check.ts";
import { temporaryStorage } from "./temporary-storage-check.ts";
import { unexplainedErrors } from "./unexplained-check.ts";

/** Faults of a function and of what starts it, nearest to the function first. */
export const checks: readonly Check[] = [
  functionState,
  reservedConcurrency,
  handler,
  memory,
  timeout,
  temporaryStorage,
  environment,
  readReplica,
  eventSourceState,
  eventFilter,
  streamLag,
  visibilityTimeout,
  failureOutlet,
  aliasVersion,
  runtimeSupport,
  exposure,
  unexplainedErrors,
];
