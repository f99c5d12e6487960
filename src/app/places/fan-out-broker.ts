import type { Broker, BrokerOptions } from "../../broker/broker.ts";
import { createBroker } from "../../broker/create-broker.ts";
import { createFanOut } from "../../broker/fan-out.ts";
import type { Account } from "./account.ts";
import type { Accounts } from "./open-accounts.ts";

export type RunBroker = Omit<BrokerOptions, "source" | "account" | "region" | "ledger">;

/** The broker of one run over one place or several. */
export function brokerFor(account: Account | Accounts, needs: RunBroker): Broker {
  if (account.through) return account.through(needs);
  const targets = "targets" in account ? account.targets : [];
  if (targets.length > 1) return createFanOut({ ...needs, targets });
  return createBroker({
    ...needs,
    source: account.source,
    account: account.account,
    region: account.region,
  });
}
