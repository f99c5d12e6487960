import type { RecordedCall } from "../core/call.ts";
import { digestOf } from "../core/json/digest.ts";
import type { Json, JsonObject } from "../core/json/json.ts";

export interface Told {
  readonly service: string;
  readonly operation: string;
  readonly params?: JsonObject;
  readonly response?: Json;
  readonly error?: { readonly code: string; readonly message: string };
  readonly region?: string;
  readonly account?: string;
  readonly more?: boolean;
  readonly first?: number;
}

/** Calls as the broker would have recorded them, numbered from 1. */
export function recorded(told: readonly Told[]): readonly RecordedCall[] {
  return told.map((one, index) => ({
    n: index + 1,
    step: 1,
    service: one.service,
    operation: one.operation,
    action: `${one.service}:${one.operation}`,
    resources: ["*"],
    account: one.account ?? "123456789012",
    region: one.region ?? "us-east-1",
    params: one.params ?? {},
    status: one.error ? 400 : 200,
    effects: ["pure"],
    decision: "allowed",
    ...(one.error && { error: one.error }),
    cached: false,
    page: { first: one.first ?? index + 1, more: one.more ?? false },
    ms: 1,
    bytes: 1,
    at: "2026-11-21T00:00:00.000Z",
    ...(one.response !== undefined && { response: one.response, responseDigest: digestOf(one.response) }),
  }));
}
