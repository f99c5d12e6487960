import { randomBytes } from "node:crypto";
import { EventLog } from "../agent/event-log.ts";
import { runErrorOf } from "../agent/run-context.ts";
import { defaultBrokerLimits } from "../broker/broker.ts";
import type { AppError } from "../core/errors.ts";
import type { Event, EventBody } from "../core/event.ts";
import { mandateAt } from "../core/grant.ts";
import type { Ceiling, Mandate } from "../core/grant.ts";
import { defaultLimits } from "../core/sandbox.ts";
import type { RunStatus } from "../core/record/record.ts";
import type { Diagnostic, Outcome, Script } from "../core/script.ts";
import type { Account } from "./places/account.ts";
import { scopeOf } from "./ask.ts";
import { brokerFor } from "./places/fan-out-broker.ts";
import type { Workshop } from "./workshop.ts";

export interface RunOnce {
  readonly workshop: Workshop;
  readonly account: Account;
  /** Checked already; its policy is what it may call. */
  readonly script: Script;
  readonly diagnostics: readonly Diagnostic[];
  readonly grant: { readonly ceiling: Ceiling; readonly mandate: Mandate };
  readonly seconds: number;
  /** AWS calls that may be sent. */
  readonly calls?: number;
  readonly now: () => Date;
  /** Key of the layer of packages that it may import from. */
  readonly packages?: string;
  readonly signal?: AbortSignal;
}

/** Runs one script in the sandbox through the broker, without the agent; leaves a record like any run. */
export async function runOnce({
  workshop,
  account,
  script,
  diagnostics,
  grant,
  seconds,
  calls = defaultBrokerLimits.calls,
  now,
  packages,
  signal,
}: RunOnce): Promise<readonly Event[]> {
  const sandbox = await workshop.sandbox();
  const at = now().toISOString();
  const log = await EventLog.open({
    store: workshop.store(),
    run: `script-${at.slice(0, 19).replaceAll(/[-:]/g, "")}-${randomBytes(4).toString("hex")}`,
    now,
  });
  const place = { step: 1, attempt: 1 };
  const scope = scopeOf(account, workshop, { from: at, to: at });
  await log.append({
    kind: "run-start",
    job: "script-run",
    question: "script run",
    scope,
    grant: { ...grant },
    sandbox: sandbox.name,
    options: {},
  });
  await log.append({
    kind: "script-checked",
    ...place,
    accepted: true,
    diagnostics: [...diagnostics],
    script,
  });
  await log.append({ kind: "attempt-start", ...place });
  const failed: { credentials?: AppError } = {};
  const target = { account: account.account, region: account.region };
  const mandate = mandateAt(grant.mandate, target);
  const session = { grant: { ...grant, mandate, policy: script.policy }, target, ...place };
  const outcome = await (async () => {
    await using broker = brokerFor(account, {
      limits: { ...defaultBrokerLimits, calls, usd: grant.ceiling.usd },
      now,
      lastCall: 0,
      record: (call, attempt, response) => log.record(call, attempt, response),
      onCredentialsFailure: (error) => {
        failed.credentials = error;
      },
    });
    // Awaited here: the broker is put away when this function returns.
    return await sandbox.run({
      code: script.code,
      region: account.region,
      limits: { ...defaultLimits, seconds },
      ...(packages !== undefined && { packages }),
      connect: (stream) => broker.serve(stream, session),
      ...(signal && { signal }),
    });
  })();
  await log.append({ kind: "attempt-end", ...place, outcome });
  const limit = limitOf(log.events(), outcome, seconds);
  if (limit && !signal?.aborted) await log.append(limit);
  await log.append({
    kind: "run-end",
    status: signal?.aborted ? "cancelled" : failed.credentials ? "failed" : statusOf(limit),
    errors: failed.credentials ? [runErrorOf(failed.credentials)] : [],
    ms: outcome.ms,
  });
  log.close();
  return log.events();
}

type Limit = Extract<EventBody, { kind: "limit" }>;

/** The bound that ended the script or kept a call of it from being made. */
function limitOf(events: readonly Event[], { kind }: Outcome, seconds: number): Limit | undefined {
  const refused = events.flatMap((event) =>
    event.kind === "call" && (event.call.limit === "calls" || event.call.limit === "budget")
      ? [event.call]
      : [],
  );
  const last = refused.at(-1);
  if (last)
    return {
      kind: "limit",
      which: last.limit === "budget" ? "budget" : "calls",
      text: `A call was not made: ${last.reason ?? "a limit is used up."}`,
    };
  if (kind !== "timed-out") return undefined;
  return {
    kind: "limit",
    which: "time",
    text: `The time of ${seconds} s was over before the script had ended.`,
  };
}

function statusOf(limit: Limit | undefined): RunStatus {
  if (!limit) return "answered";
  return limit.which === "budget" ? "budget" : "limit";
}
