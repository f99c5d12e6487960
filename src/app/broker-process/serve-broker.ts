import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { connect } from "node:net";
import { defaultBrokerLimits } from "../../broker/broker.ts";
import { auditedCall } from "../../core/audit/audit-of-event.ts";
import { AppError } from "../../core/errors.ts";
import { defaultCeiling } from "../../core/grant.ts";
import { effectsOf } from "../effects-of.ts";
import { brokerFor } from "../places/fan-out-broker.ts";
import { openAccounts } from "../places/open-accounts.ts";
import type { StaticKeys } from "../config.ts";
import type { Workshop } from "../workshop.ts";
import { brokerServer } from "./broker-server.ts";
import type { Opened } from "./broker-server.ts";
import { dropTo, findIds } from "./drop-to.ts";

export interface ServeBroker {
  readonly workshop: Workshop;
  readonly now: () => Date;
  readonly socket: string;
  /** Keys instead of those of the environment. */
  readonly keys?: StaticKeys;
  /** As root: the user to become before any credential is looked for. */
  readonly user?: string;
  /** Whose members may connect; absent: the same user and root only. */
  readonly group?: string;
  /** Effects to open. */
  readonly allow?: readonly string[];
  readonly budgetUsd?: number;
}

/** Holds the credentials and serves agents over a UNIX socket until it is put away. Throws AppError `usage`, `environment`. */
export async function serveBroker(options: ServeBroker): Promise<AsyncDisposable> {
  const { workshop, now, socket, keys, user, group, allow = [], budgetUsd } = options;
  const ids = findIds({ ...(user !== undefined && { user }), ...(group !== undefined && { group }) });
  await makeRoom(socket);
  const serve = brokerServer({
    ceiling: {
      effects: [...new Set([...defaultCeiling.effects, ...effectsOf(allow)])],
      usd: budgetUsd ?? defaultCeiling.usd,
    },
    open: async (places): Promise<Opened> => {
      const account = await openAccounts({ workshop, now, places, ...(keys && { keys }) });
      const { targets, unreached, identity, region } = account;
      return {
        account: account.account,
        identity,
        region,
        targets,
        unreached,
        broker: ({ calls, usd, record, ...needs }) =>
          brokerFor(account, {
            ...needs,
            now,
            limits: { ...defaultBrokerLimits, calls, usd },
            // On this process's own audit log first: what the agent does with it later changes nothing there.
            record: async (call, attempt, response) => {
              const entry = { kind: "call" as const, attempt, call: auditedCall(call) };
              await workshop.store().audit.append(now().toISOString(), entry);
              await record(call, attempt, response);
            },
          }),
      };
    },
  });
  const server = createServer((one) => serve(one));
  const before = process.umask(0o177);
  server.listen(socket);
  await once(server, "listening").finally(() => process.umask(before));
  if (ids.uid !== undefined || ids.gid !== undefined)
    chownSync(socket, ids.uid ?? process.getuid?.() ?? 0, ids.gid ?? process.getgid?.() ?? 0);
  if (group !== undefined) chmodSync(socket, 0o660);
  if (user !== undefined) dropTo(user, ids);
  return {
    [Symbol.asyncDispose]: async () => {
      server.close();
      rmSync(socket, { force: true });
    },
  };
}

/** A folder that only its owner writes to; a socket left by a broker that was killed is taken away, one that answers is not. */
async function makeRoom(path: string): Promise<void> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  if ((lstatSync(dirname(path)).mode & 0o022) !== 0)
    throw new AppError("environment", `Others may write to ${dirname(path)}.`, {
      next: `chmod go-w ${dirname(path)}, or give --socket in another folder.`,
    });
  if (!existsSync(path)) return;
  const probe = connect(path);
  const alive = await Promise.race([
    once(probe, "connect").then(() => true),
    once(probe, "error").then(() => false),
  ]).catch(() => false);
  probe.destroy();
  if (alive) throw new AppError("environment", `A broker serves ${path} already.`, { next: "Use that one." });
  rmSync(path, { force: true });
}
