import type { Asking } from "../core/asking.ts";
import type { Effect } from "../core/effect.ts";
import { AppError } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import type { JsonObject } from "../core/json/json.ts";
import type { Reasoner } from "../reason/reason.ts";
import type { Slots } from "../agent/slots.ts";
import type { AgentRun, Rehearse } from "../agent/agent.ts";
import { alarmQuestion } from "./alarm-question.ts";
import type { AlarmQuestion } from "./alarm-question.ts";
import type { Account } from "./places/account.ts";
import { openAccounts } from "./places/open-accounts.ts";
import type { Accounts } from "./places/open-accounts.ts";
import { asking } from "./asking.ts";
import { carryMentions, type Carried } from "./chat/carry-mentions.ts";
import { earlierCalls } from "./chat/earlier-calls.ts";
import type { StaticKeys } from "./config.ts";
import { effectsOf } from "./effects-of.ts";
import type { Places } from "./places/places.ts";
import { agentFor, grantFor } from "./job.ts";
import { decisionsKept, usesOf } from "./models/kept-decisions.ts";
import { parseDuration, timeWindow } from "./parse-time.ts";
import { recordFailedStart } from "./runs/failed-start.ts";
import { reasonerOf, type ReasonerOptions } from "./models/reasoner-of.ts";
import type { OwnModels } from "./models/open-models.ts";
import type { Workshop } from "./workshop.ts";

export interface AskOptions extends ReasonerOptions {
  readonly maxIterations?: number;
  readonly maxAttempts?: number;
  readonly budgetUsd?: number;
  /** AWS calls that may be sent. */
  readonly maxCalls?: number;
  /** As `60s` or `5m`. */
  readonly timeout?: string;
  readonly at?: string;
  readonly since?: string;
  readonly until?: string;
  /** The question is made from this alarm. */
  readonly alarm?: string;
  readonly allow?: readonly string[];
  readonly services?: readonly string[];
  /** Which scripts run against made-up answers first; default `auto`: those that a model wrote. */
  readonly rehearse?: Rehearse["when"];
  /** Keys for this question alone; never written anywhere. */
  readonly keys?: StaticKeys;
  readonly signal?: AbortSignal;
}

export interface AskJob {
  readonly workshop: Workshop;
  readonly question: string;
  readonly options: AskOptions;
  readonly now: () => Date;
  readonly reasoner?: Reasoner;
  readonly slots?: Slots;
  /** Chat models of the user's own. */
  readonly models?: OwnModels;
  /** The thread that the question goes on with. */
  readonly follows?: Follows;
  /** Who decides, once it is known who asks; default: as the options say. */
  readonly reasonerFor?: (account: Account) => Promise<Reasoner>;
}

/** What a question has from the thread that it stands in. */
export interface Follows {
  readonly thread: string;
  /** Earlier runs, oldest first: what they read is used again where it was read after `since` (ISO). */
  readonly runs: readonly string[];
  readonly since: string;
  readonly carried: Carried;
}

/** Asks; wrong usage throws at once, whatever else goes wrong is told by the run's record. */
export function ask(job: AskJob): Asking {
  const { options } = job;
  const plan = {
    seconds: parseDuration(options.timeout ?? "120s"),
    window: timeWindow(options, job.now()),
    allow: effectsOf(options.allow ?? []),
  };
  if (job.question.trim() === "" && options.alarm === undefined)
    throw new AppError("usage", "The question is empty.", {
      next: 'nephoscope ask "why can nobody reach the shop?"',
    });
  return asking((signal) => begin(job, plan, signal), options.signal);
}

async function begin(
  job: AskJob,
  plan: { seconds: number; window: { from: string; to: string }; allow: readonly Effect[] },
  signal: AbortSignal,
): Promise<AgentRun | { events: readonly Event[] }> {
  const { workshop, options, now } = job;
  const asked = job.question.trim() || `Why is the alarm ${options.alarm ?? ""} in ALARM?`;
  const kept = {
    ...(options.alarm !== undefined && { alarm: options.alarm }),
    ...(options.services && { services: options.services }),
    allow: plan.allow,
    rehearse: options.rehearse ?? "auto",
    region: workshop.settings.region ?? "",
    ...placesKept(workshop.settings.places),
    ...decisionsKept(options),
    ...(job.follows && { thread: { id: job.follows.thread, turn: job.follows.runs.length + 1 } }),
  };
  await checkServices(workshop, options.services ?? []);
  const started = now();
  // Sandboxes take a moment to be warm; meanwhile it is found out who asks.
  void workshop.sandbox().then(
    (sandbox) => sandbox.warm(),
    () => undefined,
  );
  const account = await openAccounts({
    workshop,
    now,
    signal,
    ...(options.keys && { keys: options.keys }),
  }).catch((error: unknown) =>
    recordFailedStart({ workshop, question: asked, window: plan.window, error, started, now }),
  );
  if ("events" in account) return account;
  const alarm =
    options.alarm === undefined
      ? ""
      : await alarmSomewhere({ workshop, account, alarm: options.alarm, now, signal });
  const question = [job.question.trim(), alarm].filter((text) => text !== "").join(" ");
  const scope = scopeOf(account, workshop, plan.window);
  const decider = await deciderOf(job, account);
  const { follows } = job;
  const earlier = follows && (await earlierCalls({ ...follows, store: workshop.store(), scope }));
  const agent = await agentFor({
    workshop,
    account,
    reasoner: follows ? carryMentions(decider, follows.carried) : decider,
    limits: limitsOf(options, plan.seconds),
    now,
    rehearse: options.rehearse ?? "auto",
    ...(job.slots && { slots: job.slots }),
    ...(earlier && { earlier }),
  });
  return agent.ask(
    {
      question,
      scope,
      grant: grantFor(account, { ...options, allow: plan.allow }),
      options: kept,
    },
    { signal },
  );
}

/** Nothing at all could be read with a mistyped name: that would look like an empty account. */
async function checkServices(workshop: Workshop, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  const models = await workshop.models();
  const wrong = names.find((name) => models.model(name) === undefined);
  if (wrong !== undefined)
    throw new AppError("usage", `There is no service "${wrong}".`, {
      next: "Give boto3's names, as --services ec2,elbv2",
    });
}

async function deciderOf(job: AskJob, account: Account): Promise<Reasoner> {
  const { workshop, options, question, now, models, follows } = job;
  if (job.reasonerFor) return job.reasonerFor(account);
  if (job.reasoner) return job.reasoner;
  const spent = usesOf((follows?.carried.exchanges ?? []).map(({ event }) => event));
  return reasonerOf({ workshop, options, account, question, spent, now, ...(models && { own: models }) });
}

export function scopeOf(
  { account, identity, region, ...several }: Account | Accounts,
  workshop: Workshop,
  window: { from: string; to: string },
) {
  const { endpoint } = workshop.settings;
  const { targets = [], unreached = [] } = "targets" in several ? several : {};
  const told = targets.map((target) => ({
    account: target.account,
    region: target.region,
    identity: target.identity,
  }));
  return {
    source: "aws",
    account,
    regions: [...new Set([region, ...told.map((target) => target.region)])],
    identity,
    ...(told.length > 1 && { targets: told }),
    ...(unreached.length > 0 && { unreached: [...unreached] }),
    ...(endpoint !== undefined && { endpoint }),
    window,
  };
}

/** The alarm's own question, from the first place of the run that has it. */
async function alarmSomewhere(asked: AlarmQuestion & { readonly account: Accounts }): Promise<string> {
  const [first, ...others] = asked.account.targets.map((target) => ({ ...asked.account, ...target }));
  for (const [index, account] of [first ?? asked.account, ...others].entries()) {
    try {
      return await alarmQuestion({ ...asked, account });
    } catch (error) {
      const last = index === others.length;
      if (last || !(error instanceof AppError) || error.code !== "not-found") throw error;
    }
  }
  return "";
}

/** What a resumed run opens again. Nothing where there is one place, as most runs have. */
function placesKept({ regions, roleArns, includeBase }: Places): { readonly places?: JsonObject } {
  if (regions.length < 2 && roleArns.length < 2 && !includeBase) return {};
  return { places: { regions: [...regions], roleArns: [...roleArns], includeBase } };
}

function limitsOf(options: AskOptions, seconds: number) {
  return {
    seconds,
    ...(options.maxIterations !== undefined && { iterations: options.maxIterations }),
    ...(options.maxAttempts !== undefined && { attempts: options.maxAttempts }),
    ...(options.maxCalls !== undefined && { calls: options.maxCalls }),
  };
}
