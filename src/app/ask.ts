import type { Asking } from "../core/asking.ts";
import { Effect } from "../core/effect.ts";
import { AppError } from "../core/errors.ts";
import type { Event } from "../core/event.ts";
import { playbookReasoner } from "../reason/playbook/playbook-reasoner.ts";
import type { Reasoner } from "../reason/reason.ts";
import type { Slots } from "../agent/slots.ts";
import type { AgentRun } from "../agent/agent.ts";
import { alarmQuestion } from "./alarm-question.ts";
import { openAccount } from "./account.ts";
import type { Account } from "./account.ts";
import { asking } from "./asking.ts";
import type { StaticKeys } from "./config.ts";
import { agentFor, grantFor } from "./job.ts";
import { parseDuration, timeWindow } from "./parse-time.ts";
import { recordFailedStart } from "./failed-start.ts";
import type { Workshop } from "./workshop.ts";

export interface AskOptions {
  readonly maxIterations?: number;
  readonly maxAttempts?: number;
  readonly budgetUsd?: number;
  /** As `60s` or `5m`. */
  readonly timeout?: string;
  readonly at?: string;
  readonly since?: string;
  readonly until?: string;
  /** The question is made from this alarm. */
  readonly alarm?: string;
  readonly allow?: readonly string[];
  readonly services?: readonly string[];
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
    region: workshop.settings.region ?? "",
  };
  const started = now();
  // Sandboxes take a moment to be warm; meanwhile it is found out who asks.
  void workshop.sandbox().then(
    (sandbox) => sandbox.warm(),
    () => undefined,
  );
  const account = await openAccount({
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
      : await alarmQuestion({ workshop, account, alarm: options.alarm, now, signal });
  const question = [job.question.trim(), alarm].filter((text) => text !== "").join(" ");
  const agent = await agentFor({
    workshop,
    account,
    reasoner: job.reasoner ?? (await playbooks(workshop)),
    limits: limitsOf(options, plan.seconds),
    now,
    ...(job.slots && { slots: job.slots }),
  });
  return agent.ask(
    {
      question,
      scope: scopeOf(account, workshop, plan.window),
      grant: grantFor(account, { ...options, allow: plan.allow }),
      options: kept,
    },
    { signal },
  );
}

/** The reasoner that needs no model. */
export async function playbooks(workshop: Workshop): Promise<Reasoner> {
  const [probes, playbooks] = await Promise.all([workshop.probes(), workshop.playbooks()]);
  return playbookReasoner({ checks: workshop.checks, probes, playbooks });
}

export function scopeOf(
  { account, identity, region }: Account,
  workshop: Workshop,
  window: { from: string; to: string },
) {
  const { endpoint } = workshop.settings;
  return {
    source: "aws",
    account,
    regions: [region],
    identity,
    ...(endpoint !== undefined && { endpoint }),
    window,
  };
}

function limitsOf(options: AskOptions, seconds: number) {
  return {
    seconds,
    ...(options.maxIterations !== undefined && { iterations: options.maxIterations }),
    ...(options.maxAttempts !== undefined && { attempts: options.maxAttempts }),
  };
}

function effectsOf(names: readonly string[]): readonly Effect[] {
  return names.map((name) => {
    const effect = Effect.safeParse(name);
    if (effect.success) return effect.data;
    throw new AppError("usage", `"${name}" is no effect.`, {
      next: `There are: ${Effect.options.join(", ")}`,
    });
  });
}
