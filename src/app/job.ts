import type { Agent, AgentOptions, Rehearse } from "../agent/agent.ts";
import type { AgentLimits } from "../agent/limits.ts";
import type { Slots } from "../agent/slots.ts";
import { defaultBrokerLimits, type RecordedAnswer } from "../broker/broker.ts";
import type { Effect } from "../core/effect.ts";
import { defaultCeiling } from "../core/grant.ts";
import type { Ceiling, Mandate } from "../core/grant.ts";
import type { Target } from "../core/target.ts";
import type { Reasoner } from "../reason/reason.ts";
import { brokerFor } from "./places/fan-out-broker.ts";
import type { Accounts } from "./places/open-accounts.ts";
import { rehearsalFor } from "./rehearsal/rehearsal-for.ts";
import type { Workshop } from "./workshop.ts";

export interface GrantOptions {
  readonly allow?: readonly Effect[];
  readonly services?: readonly string[];
  readonly budgetUsd?: number;
}

/** What this run may do: the user's ceiling, and the mandate of its accounts and regions with exactly the ceiling's effects. */
export function grantFor(
  { targets, ...first }: Target & { readonly targets?: readonly Target[] },
  { allow = [], services, budgetUsd }: GrantOptions,
): { ceiling: Ceiling; mandate: Mandate } {
  const effects = [...new Set([...defaultCeiling.effects, ...allow])];
  const places = targets ?? [first];
  const named = services && services.length > 0 ? { services: [...services] } : {};
  return {
    ceiling: { effects, usd: budgetUsd ?? defaultCeiling.usd, ...named },
    mandate: {
      accounts: [...new Set(places.map(({ account }) => account))],
      regions: [...new Set([...places.map(({ region }) => region), "us-east-1"])],
      effects,
      ...named,
    },
  };
}

export interface JobAgent {
  readonly workshop: Workshop;
  readonly account: Accounts;
  readonly reasoner: Reasoner;
  readonly limits: Partial<AgentLimits>;
  readonly slots?: Slots;
  readonly now: () => Date;
  readonly result?: NonNullable<AgentOptions["result"]>;
  /** Which scripts are rehearsed; default none. */
  readonly rehearse?: Rehearse["when"];
  /** Reads of earlier runs of the thread. */
  readonly earlier?: readonly RecordedAnswer[];
}

/** The agent of one job: the same graph, checker, sandbox and broker for every one of them. */
export async function agentFor({
  workshop,
  account,
  reasoner,
  limits,
  slots,
  now,
  result,
  rehearse = "never",
  earlier,
}: JobAgent): Promise<Agent> {
  const [checker, sandbox, { createAgent }, { SqliteCheckpointer }] = await Promise.all([
    workshop.checker(),
    workshop.sandbox(),
    import("../agent/create-agent.ts"),
    import("../store/sqlite-checkpointer.ts"),
  ]);
  sandbox.warm();
  workshop.store();
  const checkpointer = workshop.closes(new SqliteCheckpointer({ file: workshop.database }));
  return createAgent({
    reasoner,
    checker: {
      check: ({ target = account, ...script }) =>
        checker.check({ ...script, account: target.account, region: target.region }),
    },
    sandbox,
    broker: ({ calls, usd, ...needs }) =>
      brokerFor(account, {
        limits: { ...defaultBrokerLimits, calls, usd },
        now,
        ...needs,
      }),
    store: workshop.store(),
    checkpointer,
    readers: workshop.readers,
    now,
    limits,
    ...(slots && { slots }),
    ...(result && { result }),
    ...(earlier && { earlier }),
    ...(rehearse !== "never" && { rehearsal: rehearsalFor({ workshop, account, when: rehearse, now }) }),
  });
}
