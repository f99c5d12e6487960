import { join, resolve } from "node:path";
import type { Slots } from "../../agent/slots.ts";
import type { Asking } from "../../core/asking.ts";
import type { Event } from "../../core/event.ts";
import type { Account } from "../places/account.ts";
import type { StaticKeys } from "../config.ts";
import { AppError } from "../../core/errors.ts";
import { startOf } from "../../core/fold/fold-record.ts";
import { foldRecord } from "../../core/fold/fold-record.ts";
import { foldSolution } from "../../core/fold/fold-solution.ts";
import type { Solution } from "../../core/record/solution.ts";
import type { AnyRecord } from "../../core/fold/fold-run.ts";
import type { RunSummary } from "../../core/store.ts";
import type { Reasoner } from "../../reason/reason.ts";
import type { RunPolicy } from "../../core/record/run-policy.ts";
import { openAccounts } from "../places/open-accounts.ts";
import { aliasesOf, decisionsOf, modelUsesOf } from "../models/kept-decisions.ts";
import type { OwnModels } from "../models/open-models.ts";
import { placesOfRun } from "../places/places-of-run.ts";
import { playbooks, reasonerOf } from "../models/reasoner-of.ts";
import { asking } from "../asking.ts";
import { agentFor } from "../job.ts";
import { rehearseOf } from "../rehearsal/rehearsal-for.ts";
import { purgeRuns } from "./purge.ts";
import type { PurgeOptions, Purged } from "./purge.ts";
import { policyOfRun } from "./run-policy.ts";
import { replayRun } from "./replay-run.ts";
import { eventsOfRun, listRuns, recordOfRun } from "./runs.ts";
import { runStats } from "./run-stats.ts";
import { exchangesOfRun } from "./run-exchanges.ts";
import type { RunExchange } from "./run-exchanges.ts";
import { traceRun } from "../trace/trace-run.ts";
import type { TracedRun } from "../trace/trace-run.ts";
import { verifyRun } from "./verify-run.ts";
import type { Workshop } from "../workshop.ts";
import { writeRunFolder } from "./write-run-folder.ts";
import type { RunFolder } from "./write-run-folder.ts";

export interface ExportOptions {
  /** With what models were told and what they said, in `exchanges/`. */
  readonly exchanges?: boolean;
}

export interface RunsOf {
  readonly workshop: Workshop;
  readonly now: () => Date;
  readonly reasoner?: Reasoner;
  readonly slots?: Slots;
  /** Chat models of the user's own. */
  readonly models?: OwnModels;
  /** Keys instead of those of the environment. */
  readonly keys?: StaticKeys;
}

/** The records of what was asked. An id may be given by its beginning; an unknown one is AppError("not-found"). */
export function runsOf({ workshop, now, reasoner, slots, models, keys }: RunsOf) {
  /** Who decided before decides again, with what is left of the models' budget. */
  const deciderAgain = async (
    events: readonly Event[],
    account: Pick<Account, "account" | "region">,
  ): Promise<Reasoner> => {
    const { options: kept, question } = startOf(events);
    const options = decisionsOf(kept);
    if (!options) return playbooks(workshop);
    return reasonerOf({
      workshop,
      options,
      account,
      question,
      spent: modelUsesOf(events),
      knownAliases: await aliasesOf(events, workshop.store()),
      now,
      ...(models && { own: models }),
    });
  };
  return {
    list: (filter: { status?: string; job?: string; limit?: number } = {}): Promise<readonly RunSummary[]> =>
      listRuns(workshop.store(), filter),
    /** The record, folded from the events; `job` says which shape it has. */
    show: (id: string): Promise<AnyRecord> => recordOfRun(workshop.store(), id),
    /** The run as one document for another agent: problem, prompts, scripts, data, suggestion. Only of `ask`. */
    solution: async (id: string): Promise<Solution> => {
      const events = await eventsOfRun(workshop.store(), id);
      if (startOf(events).job !== "ask")
        throw new AppError("usage", "Only runs of `ask` have a solution.", {
          next: `nephoscope runs show ${id} --json`,
        });
      return foldSolution(events);
    },
    /** Writes the run as a directory, by default below the home folder. Jobs other than `ask` have no directory. */
    export: async (
      id: string,
      folder?: string,
      { exchanges = false }: ExportOptions = {},
    ): Promise<RunFolder> => {
      const events = await eventsOfRun(workshop.store(), id);
      if (startOf(events).job !== "ask")
        throw new AppError("usage", "Only runs of `ask` are exported as a directory.", {
          next: `nephoscope runs show ${id} --json`,
        });
      const record = foldRecord(events);
      const place = folder ?? join(workshop.settings.home, "runs", record.id);
      const written = writeRunFolder(place, record, events, {
        tell: workshop.report,
        ...(exchanges && { exchanges: await exchangesOfRun(workshop.store(), id) }),
      });
      await workshop
        .store()
        .audit.append(now().toISOString(), { kind: "export", what: "run", to: resolve(place) }, record.id);
      return written;
    },
    /** Takes a killed or interrupted run up where its log ends. */
    resume: async (id: string): Promise<Asking> => {
      const events = await eventsOfRun(workshop.store(), id);
      const { job, run, scope, options } = startOf(events);
      if (job !== "ask")
        throw new AppError("usage", "Only runs of `ask` are resumed; an explanation is asked again.");
      return asking(async (signal) => {
        const places = placesOfRun(options);
        const account = await openAccounts({
          workshop,
          now,
          signal,
          ...(keys && { keys }),
          ...(places && { places }),
        });
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
          reasoner: reasoner ?? (await deciderAgain(events, account)),
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
    /** What models were told and what they said, in their order; without the text where it is gone. */
    exchanges: (id: string): Promise<readonly RunExchange[]> => exchangesOfRun(workshop.store(), id),
    /** Sends a stored run to the configured tracing systems, one entry each. Throws AppError("configuration") where none is. */
    trace: (id: string): Promise<TracedRun> => traceRun(workshop, id),
    /** Removes runs that fit every condition given, with all that only they hold; never one that is being worked on. */
    purge: (which: PurgeOptions): Promise<Purged> =>
      purgeRuns({ store: workshop.store(), home: workshop.settings.home, now: now() }, which),
  };
}
