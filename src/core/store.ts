import type { Event, EventBody } from "./event.ts";
import type { Json } from "./json.ts";

export interface RunSummary {
  readonly id: string;
  readonly job: string;
  readonly question: string;
  /** `running` until its run-end event; a dead process leaves it so. */
  readonly status: string;
  readonly verdict?: string;
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly account: string;
  readonly events: number;
  readonly awsCalls: number;
}

/** The event log, response bodies and what lists are filtered by. All of it survives kill -9 once a method has returned. May throw AppError. */
export interface Store extends AsyncDisposable {
  /** Appends one event; `seq` is given by the store, without gaps. */
  append(run: string, at: string, body: EventBody): Promise<Event>;
  events(run: string, from?: number): Promise<readonly Event[]>;
  /** Stores a redacted response once by its digest. */
  putBody(digest: string, body: Json): Promise<void>;
  body(digest: string): Promise<Json | undefined>;
  runs(filter?: { status?: string; job?: string; limit?: number }): Promise<readonly RunSummary[]>;
  /** The full id of a run from it or an unambiguous prefix. */
  findRun(idOrPrefix: string): Promise<string | undefined>;
  /** Removes runs that started before `before` (ISO), with bodies that no other run uses. Returns how many. */
  purge(before: string): Promise<number>;
}
