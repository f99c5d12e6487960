import type { Event } from "../event.ts";
import type { RunStatus } from "../record/record.ts";
import { endOf, lastOf } from "./fold-record.ts";

/** How a run without an answer of its own ended (`explain`, `script run`), and what kept it from more. */
export function foldStatus(events: readonly Event[]): {
  readonly status: RunStatus;
  readonly gaps?: readonly string[];
} {
  const status = endOf(events)?.status ?? "failed";
  const limit = lastOf(events, "limit");
  const gaps =
    status === "cancelled"
      ? ["It was interrupted before its end."]
      : limit && status !== "answered"
        ? [limit.text]
        : [];
  return { status, ...(gaps.length > 0 && { gaps }) };
}
