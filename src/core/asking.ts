import type { Event } from "./event.ts";
import type { RunRecord } from "./record/record.ts";

/** A run under way: its events as they happen, its record in the end. Leaving the loop does not end the run; `cancel` does. */
export interface Asking extends AsyncIterable<Event> {
  readonly record: Promise<RunRecord>;
  /** Ends it as soon as possible, with a labelled partial record. */
  cancel(): void;
}
