import type { Check } from "../../diagnose/check.ts";
import { reservedConcurrency } from "./concurrency-checks.ts";
import { environment } from "./environment-check.ts";
import { eventSourceState, visibilityTimeout } from "./event-source-checks.ts";
import { exposure } from "./exposure-check.ts";
import { handler, memory, timeout } from "./run-checks.ts";
import { functionState, runtimeSupport } from "./state-checks.ts";

/** Faults of a function and of what starts it, nearest to the function first. */
export const checks: readonly Check[] = [
  functionState,
  reservedConcurrency,
  handler,
  memory,
  timeout,
  environment,
  eventSourceState,
  visibilityTimeout,
  runtimeSupport,
  exposure,
];
