import type { AppError } from "../core/errors.ts";
import type { Source } from "../core/source.ts";
import { targetKey } from "../core/target.ts";
import type { Target } from "../core/target.ts";
import type { Broker, BrokerOptions } from "./broker.ts";
import { createBroker } from "./create-broker.ts";
import { Ledger } from "./ledger.ts";

export type FanOut = Omit<BrokerOptions, "source" | "account" | "region" | "ledger"> & {
  /** Each with the source that holds that account's credentials; the first is where a session without a target works. */
  readonly targets: readonly (Target & { readonly source: Source })[];
};

/**
 * One broker over several accounts and regions: to each target its own, so that answers, lists and throttling of one never mix with another's; numbers,
 * limits and money are counted together. Losing one account's credentials is told only when no account is left.
 */
export function createFanOut({ targets, onCredentialsFailure, recorded = [], ...options }: FanOut): Broker {
  const ledger = new Ledger({ lastCall: options.lastCall });
  const lost = new Set<string>();
  const accounts = new Set(targets.map(({ account }) => account));
  const brokers = new Map(
    targets.map(({ source, account, region }) => [
      targetKey({ account, region }),
      createBroker({
        ...options,
        source,
        account,
        region,
        ledger,
        recorded: recorded.filter(({ call }) => call.account === account),
        onCredentialsFailure: (error: AppError) => {
          lost.add(account);
          if (lost.size === accounts.size) onCredentialsFailure?.(error);
        },
      }),
    ]),
  );
  const [first] = targets;
  const all = [...brokers.values()];
  return {
    serve: (stream, session) => {
      const target = session.target ?? first;
      const broker = target && brokers.get(targetKey(target));
      // A session may never reach an account that it was not made for.
      if (!broker || !isNarrowed(session.grant.mandate, target)) {
        stream.destroy();
        return;
      }
      broker.serve(stream, session);
    },
    spent: () => ledger.spent,
    unreachable: () => {
      const silent = all.map((broker) => broker.unreachable());
      return silent.every((one) => one !== undefined) ? silent[0] : undefined;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.allSettled(all.map((broker) => broker[Symbol.asyncDispose]()));
    },
  };
}

function isNarrowed({ accounts }: { readonly accounts: readonly string[] }, { account }: Target): boolean {
  return accounts.length === 1 && accounts[0] === account;
}
