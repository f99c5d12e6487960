import { join, resolve } from "node:path";
import type { Slots } from "../agent/slots.ts";
import type { Asking } from "../core/asking.ts";
import { AppError } from "../core/errors.ts";
import { startOf } from "../core/fold-record.ts";
import { foldRecord } from "../core/fold-record.ts";
import type { AnyRecord } from "../core/fold-run.ts";
import type { RunSummary } from "../core/store.ts";
import type { Reasoner } from "../reason/reason.ts";
import type { RunPolicy } from "../core/run-policy.ts";
import { openAccounts } from "./open-accounts.ts";
import { placesOfRun } from "./places-of-run.ts";
import { playbooks } from "./reasoner-of.ts";
import { asking } from "./asking.ts";
import { agentFor } from "./job.ts";
import { rehearseOf } from "./rehearsal-for.ts";
import { purgeRuns } from "./purge.ts";
import type { PurgeOptions, Purged } from "./purge.ts";
import { policyOfRun } from "./run-policy.ts";
import { replayRun } from "./replay-run.ts";
import { eventsOfRun, listRuns, recordOfRun } from "./runs.ts";
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
      const place = folder ?? join(workshop.settings.home, "runs", record.id);
      const written = writeRunFolder(place, record, events, workshop.report);
      await workshop
        .store()
        .audit.append(now().toISOString(), { kind: "export", what: "run", to: resolve(place) }, record.id);
      return written;
    },
    /** Takes a killed or interrupted run up where its log ends. */
    resume: async (id: string): Promise<Asking> => {
      const { job, run, scope, options } = startOf(await eventsOfRun(workshop.store(), id));
      if (job !== "ask")
        throw new AppError("usage", "Only runs of `ask` are resumed; an explanation is asked again.");
      return asking(async (signal) => {
        const places = placesOfRun(options);
        const account = await openAccounts({ workshop, now, signal, ...(places && { places }) });
        const lost = (scope.targets ?? [scope]).find(
          (one) => !account.targets.some((target) => target.account === one.account),
        );
        if (account.account !== scope.account || lost !== undefined)
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
          rehearse: rehearseOf(options),
          ...(slots && { slots }),
        });
        return agent.resume(run, { signal });
      });
    },
    /** What it was granted, what it used, and the policy that would have been enough. */
    policy: (id: string): Promise<RunPolicy> => policyOfRun(workshop.store(), id),
    /** Checks every citation again from the store. */
    verify: (id: string) => verifyRun(workshop.store(), id),
    /** Runs the analysis again on the recorded responses, with no network. */
    replay: async (id: string) =>
      replayRun(workshop.store(), id, {
        reasoner: reasoner ?? (await playbooks(workshop)),
        readers: workshop.readers,
      }),
    stats: () => runStats(workshop.store()),
    /** Removes runs that fit every condition given, with all that only they hold; never one that is being worked on. */
    purge: (which: PurgeOptions): Promise<Purged> =>
      purgeRuns({ store: workshop.store(), home: workshop.settings.home, now: now() }, which),
  };
}
