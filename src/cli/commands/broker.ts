import { connect, onInterrupt } from "../connect.ts";
import type { CloudFlags } from "../connect.ts";

export interface BrokerFlags extends CloudFlags {
  readonly user?: string;
  readonly group?: string;
  readonly allow?: readonly string[];
  readonly budgetUsd?: number;
}

/** Serves until it is interrupted. */
export async function broker(flags: BrokerFlags): Promise<void> {
  await using nepho = await connect(flags);
  const { user, group, allow, budgetUsd } = flags;
  await using serving = new AsyncDisposableStack();
  serving.use(
    await nepho.serveBroker({
      ...(user !== undefined && { user }),
      ...(group !== undefined && { group }),
      ...(allow && { allow }),
      ...(budgetUsd !== undefined && { budgetUsd }),
    }),
  );
  console.error(`  The broker listens at ${nepho.settings.broker.socket}.`);
  const stopped = Promise.withResolvers<void>();
  onInterrupt(() => stopped.resolve());
  await stopped.promise;
}
