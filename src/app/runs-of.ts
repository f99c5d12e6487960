import { join } from "node:path";
import type { Slots } from "../agent/slots.ts";
import type { Asking } from "../core/asking.ts";
import { AppError } from "../core/errors.ts";
import { startOf } from "../core/fold-record.ts";
import { foldRecord } from "../core/fold-record.ts";
import type { AnyRecord } from "../core/fold-run.ts";
import type { RunSummary } from "../core/store.ts";
import type { Reasoner } from "../reason/reason.ts";
import { openAccount } from "./account.ts";
import { playbooks } from "./ask.ts";
import { asking } from "./asking.ts";
import { agentFor } from "./job.ts";
import { parseMoment } from "./parse-time.ts";
import { replayRun } from "./replay-run.ts";
import { eventsOfRun, listRuns, purgeRuns, recordOfRun } from "./runs.ts";
import { runStats } from "./run-stats.ts";
import { verifyRun } from "./verify-run.ts";
import type { Workshop } from "./workshop.ts";
import { writeRunFolder } from "./write-run-folder.ts";
import type { RunFolder } from "./write-run-folder.ts";

export interface RunsOf {
  readonly workshop: Workshop;
  readonly now: () => Date;
  readonly reasoner?: Reasoner;
  readonly slots?: Slots;
}

/** The records of what was asked. An id may be given by its beginning; an unknown one is AppError("not-found"). */
export function runsOf({ workshop, now, reasoner, slots }: RunsOf) {
  return {
    list: (filter: { status?: string; job?: string; limit?: number } = {}): Promise<readonly RunSummary[]> =>
      listRuns(workshop.store(), filter),
    /** The record, folded from the events; `job` says which shape it has. */
    show: (id: string): Promise<AnyRecord> => recordOfRun(workshop.store(), id),
    /** Writes the run as a directory, by default below the home folder. Jobs other than `ask` have no directory. */
    export: async (id: string, folder?: string): Promise<RunFolder> => {
      const events = await eventsOfRun(workshop.store(), id);
      if (startOf(events).job !== "ask")
        throw new AppError("usage", "Only runs of `ask` are exported as a directory.", {
          next: `nephoscope runs show ${id} --json`,
        });
      const record = foldRecord(events);
      return writeRunFolder(folder ?? join(workshop.settings.home, "runs", record.id), record, events);
    },
    /** Takes a killed or interrupted run up where its log ends. */
    resume: async (id: string): Promise<Asking> => {
      const { job, run, scope } = startOf(await eventsOfRun(workshop.store(), id));
      if (job !== "ask")
        throw new AppError("usage", "Only runs of `ask` are resumed; an explanation is asked again.");
      return asking(async (signal) => {
        const account = await openAccount({ workshop, now, signal });
        if (account.account !== scope.account)
          throw new AppError(
            "usage",
            `The run is about account ${scope.account}, and these credentials are for ${account.account}.`,
            { next: "Sign in to that account, or choose its --profile." },
          );
        const agent = await agentFor({
          workshop,
          account,
          reasoner: reasoner ?? (await playbooks(workshop)),
          limits: {},
          now,
          ...(slots && { slots }),
        });
        return agent.resume(run, { signal });
      });
    },
    /** Checks every citation again from the store. */
    verify: (id: string) => verifyRun(workshop.store(), id),
    /** Runs the analysis again on the recorded responses, with no network. */
    replay: async (id: string) =>
      replayRun(workshop.store(), id, {
        reasoner: reasoner ?? (await playbooks(workshop)),
        readers: workshop.readers,
      }),
    stats: () => runStats(workshop.store()),
    /** Removes runs that began before a time (`30d`, ISO). */
    purge: (olderThan: string) => purgeRuns(workshop.store(), parseMoment(olderThan, now())),
  };
}
