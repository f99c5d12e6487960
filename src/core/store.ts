import type { AuditStore } from "./audit/audit.ts";
import type { Event, EventBody } from "./event.ts";
import type { Json } from "./json/json.ts";

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

/** Which runs go: all that fit every condition given. */
export interface PurgeRuns {
  /** ISO: runs that started before it. */
  readonly before?: string;
  /** So many of the newest runs stay, whatever else is said. */
  readonly keep?: number;
  readonly status?: readonly string[];
  /** Only says what would go. */
  readonly dryRun?: boolean;
  /** Looks for unused responses only where a run goes: cheap enough for every start. */
  readonly quick?: boolean;
  /** Now (ISO), and why, for the audit log. */
  readonly at: string;
  readonly because: string;
}

export interface PurgedRuns {
  readonly runs: readonly RunSummary[];
  /** Responses that no other run uses, and their size. */
  readonly bodies: number;
  readonly bytes: number;
}

/** The event log, response bodies and what lists are filtered by. All of it survives kill -9 once a method has returned. May throw AppError. */
export interface Store extends AsyncDisposable {
  /**
   * Appends one event; `seq` is given by the store, without gaps. `run-start` and `run-resume` take the run for this process: while it lives and
   * has not left the run, a `run-resume` of another one throws AppError `environment`. `run-end` leaves it.
   */
  append(run: string, at: string, body: EventBody): Promise<Event>;
  events(run: string, from?: number): Promise<readonly Event[]>;
  /** Stores a redacted response once by its digest. */
  putBody(digest: string, body: Json): Promise<void>;
  body(digest: string): Promise<Json | undefined>;
  runs(filter?: { status?: string; job?: string; limit?: number }): Promise<readonly RunSummary[]>;
  /** The full id of a run from it or an unambiguous prefix. */
  findRun(idOrPrefix: string): Promise<string | undefined>;
  /** Gives up this process's hold on a run that has not ended, so that it may be taken up again. */
  leave(run: string): Promise<void>;
  /** Removes runs with what only they hold; never one that a process works on. The audit log keeps what it says of them. */
  purge(which: PurgeRuns): Promise<PurgedRuns>;
  readonly audit: AuditStore;
}
