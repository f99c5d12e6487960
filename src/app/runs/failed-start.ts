import { randomBytes } from "node:crypto";
import { AppError } from "../../core/errors.ts";
import type { Event, EventBody } from "../../core/event.ts";
import { defaultCeiling } from "../../core/grant.ts";
import type { Workshop } from "../workshop.ts";

export interface FailedStart {
  readonly workshop: Workshop;
  readonly question: string;
  readonly window: { readonly from: string; readonly to: string };
  readonly error: unknown;
  readonly started: Date;
  readonly now: () => Date;
}

/** A run that could not even begin (no credentials, a dead endpoint) leaves a record too. Wrong usage leaves none, and is thrown on. */
export async function recordFailedStart({
  workshop,
  question,
  window,
  error,
  started,
  now,
}: FailedStart): Promise<{ events: readonly Event[] }> {
  if (!(error instanceof AppError) || error.code === "usage" || error.code === "configuration") throw error;
  const { settings } = workshop;
  const run = `${started.toISOString().slice(0, 19).replaceAll(/[-:]/g, "").replace("T", "-")}-${randomBytes(4).toString("hex")}`;
  const regions = settings.region === undefined ? [] : [settings.region];
  const endpoint = settings.endpoint === undefined ? {} : { endpoint: settings.endpoint };
  const bodies: readonly EventBody[] = [
    {
      kind: "run-start",
      job: "ask",
      question,
      scope: { source: "aws", account: "unknown", regions, identity: "unknown", ...endpoint, window },
      grant: { ceiling: defaultCeiling, mandate: { accounts: [], regions, effects: [] } },
      sandbox: settings.sandbox,
      options: {},
    },
    {
      kind: "run-end",
      status: error.code === "interrupted" ? "cancelled" : "failed",
      errors: [
        { code: error.code, message: error.message, ...(error.next !== undefined && { next: error.next }) },
      ],
      ms: now().getTime() - started.getTime(),
    },
  ];
  const events: Event[] = [];
  for (const body of bodies) events.push(await workshop.store().append(run, now().toISOString(), body));
  return { events };
}
