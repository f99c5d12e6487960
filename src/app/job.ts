import type { Agent, AgentOptions } from "../agent/agent.ts";
import type { AgentLimits } from "../agent/limits.ts";
import type { Slots } from "../agent/slots.ts";
import { createBroker } from "../broker/create-broker.ts";
import { defaultBrokerLimits } from "../broker/broker.ts";
import type { Effect } from "../core/effect.ts";
import { defaultCeiling } from "../core/grant.ts";
import type { Ceiling, Mandate } from "../core/grant.ts";
import type { Reasoner } from "../reason/reason.ts";
import type { Account } from "./account.ts";
import type { Workshop } from "./workshop.ts";

export interface GrantOptions {
  readonly allow?: readonly Effect[];
  readonly services?: readonly string[];
  readonly budgetUsd?: number;
}

/** What this run may do: the user's ceiling, and the mandate of one account and region with exactly the ceiling's effects. */
export function grantFor(
  { account, region }: Pick<Account, "account" | "region">,
  { allow = [], services, budgetUsd }: GrantOptions,
): { ceiling: Ceiling; mandate: Mandate } {
  const effects = [...new Set([...defaultCeiling.effects, ...allow])];
  const named = services && services.length > 0 ? { services: [...services] } : {};
  return {
    ceiling: { effects, usd: budgetUsd ?? defaultCeiling.usd, ...named },
    mandate: { accounts: [account], regions: [...new Set([region, "us-east-1"])], effects, ...named },
  };
}

export interface JobAgent {
  readonly workshop: Workshop;
  readonly account: Account;
  readonly reasoner: Reasoner;
  readonly limits: Partial<AgentLimits>;
  readonly slots?: Slots;
  readonly now: () => Date;
  readonly result?: NonNullable<AgentOptions["result"]>;
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
      check: (script) => checker.check({ ...script, account: account.account, region: account.region }),
    },
    sandbox,
    broker: ({ calls, usd, ...needs }) =>
      createBroker({
        source: account.source,
        account: account.account,
        region: account.region,
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
  });
}
