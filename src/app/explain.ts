import { AppError, errorCode } from "../core/errors.ts";
import type { AccessRecord, PathRecord } from "../core/record/explain-record.ts";
import { foldAccess, foldPath } from "../core/fold/fold-explain.ts";
import { endOf } from "../core/fold/fold-record.ts";
import { Json } from "../core/json/json.ts";
import { accessProbes } from "../diagnose/authorization/access-probes.ts";
import { explainAccess as decideAccess } from "../diagnose/authorization/authorization.ts";
import type { AccessQuery } from "../diagnose/authorization/authorization.ts";
import { pathProbes } from "../diagnose/reachability/path-probes.ts";
import { explainPath as decidePath } from "../diagnose/reachability/reachability.ts";
import type { PathQuery } from "../diagnose/reachability/reachability.ts";
import type { Facts } from "../core/facts.ts";
import type { Event } from "../core/event.ts";
import type { ProbeRequest } from "../core/probe.ts";
import { openAccounts } from "./places/open-accounts.ts";
import { parseDuration } from "./parse-time.ts";
import { scopeOf } from "./ask.ts";
import type { StaticKeys } from "./config.ts";
import { explainReasoner } from "./explain-reasoner.ts";
import { checkAccessUsage, checkPathUsage } from "./explain-usage.ts";
import { agentFor, grantFor } from "./job.ts";
import type { Workshop } from "./workshop.ts";

export interface ExplainJob {
  readonly workshop: Workshop;
  readonly now: () => Date;
  readonly keys?: StaticKeys;
  readonly signal?: AbortSignal;
  readonly bounds?: ExplainBounds;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: Event) => void;
}

/** What ends an explanation early: its record says so, and is of what was read until then. */
export interface ExplainBounds {
  /** AWS calls that may be sent. */
  readonly maxCalls?: number;
  /** As `60s`. */
  readonly timeout?: string;
}

/** Would this call be allowed, and what decides it? Throws AppError where the account cannot be asked at all. */
export async function explainAccess(query: Omit<AccessQuery, "now">, job: ExplainJob): Promise<AccessRecord> {
  checkAccessUsage(query);
  const whole = { ...query, now: job.now().toISOString() };
  const events = await explain({
    job,
    kind: "explain-access",
    question: `May ${query.principal} do ${query.action} on ${query.resource}?`,
    asked: {
      principal: query.principal,
      action: query.action,
      resource: query.resource,
      context: query.context,
    },
    needs: (facts) => accessProbes(facts, whole),
    decide: (facts) => ({
      principal: query.principal,
      action: query.action,
      resource: query.resource,
      ...decideAccess(facts, whole),
    }),
  });
  return foldAccess(events);
}

/** Would a packet get there, and its answer back? Throws AppError where the account cannot be asked at all. */
export async function explainPath(query: PathQuery, job: ExplainJob): Promise<PathRecord> {
  checkPathUsage(query);
  const { from, to, protocol, port } = query;
  const asked = { protocol, ...(port !== undefined && { port }) };
  const events = await explain({
    job,
    kind: "explain-path",
    question: `Does ${protocol}${port === undefined ? "" : `/${port}`} get from ${from} to ${to}?`,
    asked: { from, to, ...asked },
    needs: (facts) => pathProbes(facts, query),
    decide: (facts) => {
      const { from: source, to: target, reachable, hops, blockedBy, missing } = decidePath(facts, query);
      return { ...asked, from: source, to: target, reachable, hops, blockedBy, missing };
    },
  });
  return foldPath(events);
}

interface Explanation {
  readonly job: ExplainJob;
  readonly kind: "explain-access" | "explain-path";
  readonly question: string;
  readonly asked: { readonly [name: string]: Json | readonly string[] | Record<string, readonly string[]> };
  needs(facts: Facts): readonly ProbeRequest[];
  decide(facts: Facts): unknown;
}

async function explain({
  job,
  kind,
  question,
  asked,
  needs,
  decide,
}: Explanation): Promise<readonly Event[]> {
  const { workshop, now, signal, bounds = {}, onEvent } = job;
  const seconds = bounds.timeout === undefined ? undefined : parseDuration(bounds.timeout);
  void workshop.sandbox().then(
    (sandbox) => sandbox.warm(),
    () => undefined,
  );
  const account = await openAccounts(job);
  const agent = await agentFor({
    workshop,
    account,
    reasoner: explainReasoner({
      probes: await workshop.probes(),
      needs,
      each: kind === "explain-path" ? "region" : "account",
    }),
    limits: {
      iterations: 8,
      ...(bounds.maxCalls !== undefined && { calls: bounds.maxCalls }),
      ...(seconds !== undefined && { seconds }),
    },
    now,
    // Through JSON, so that what is stored is what a reader of the store gets.
    result: ({ facts }) => Promise.resolve(Json.parse(JSON.parse(JSON.stringify(decide(facts))))),
  });
  const at = now().toISOString();
  const scope = scopeOf(account, workshop, { from: at, to: at });
  const run = await agent.ask(
    { job: kind, question, scope, grant: grantFor(account, {}), options: JSON.parse(JSON.stringify(asked)) },
    signal ? { signal } : {},
  );
  if (onEvent) for await (const event of run) onEvent(event);
  const events = await run.finished;
  const failed = endOf(events)?.errors.at(-1);
  if (failed)
    throw new AppError(
      errorCode.parse(failed.code),
      failed.message,
      failed.next === undefined ? {} : { next: failed.next },
    );
  return events;
}
