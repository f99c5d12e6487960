import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { createAwsSource } from "../../aws/create-aws-source.ts";
import { AppError } from "../../core/errors.ts";
import { shellLine } from "../../core/text/shell-line.ts";
import type { OpenAccount } from "../places/account.ts";
import type { Accounts } from "../places/open-accounts.ts";
import type { Places } from "../places/places.ts";
import { BrokerClient } from "./broker-client.ts";

/**
 * Opens the accounts in the broker's process. This one has no credentials: neither given nor in its environment, where another process of the same user
 * could read them. Throws AppError `usage`, `environment`, and whatever the broker says of the accounts.
 */
export async function openThroughBroker(job: OpenAccount, places: Places): Promise<Accounts> {
  const { workshop, keys, now } = job;
  const { settings } = workshop;
  if (keys ?? settings.keys)
    throw new AppError("usage", "With --broker process no keys may be in this process or its environment.", {
      next: "Unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY here; the broker has its own.",
    });
  if (settings.profileAsked)
    throw new AppError(
      "usage",
      "With --broker process the broker chooses the credentials, and --profile would choose others.",
      {
        next: `nephoscope broker --profile ${shellLine([settings.profile ?? "NAME"])}   serves that profile; leave --profile out here.`,
      },
    );
  checkSocket(settings.broker.socket);
  const client = workshop.closes(await BrokerClient.connect(settings.broker.socket));
  const opened = await client.open(places);
  const source = workshop.closes(
    createAwsSource({
      models: await workshop.models(),
      index: await workshop.index(),
      catalog: workshop.catalog(),
      effects: workshop.reviewed,
      prices: workshop.prices(),
      authenticate: () =>
        Promise.reject(new AppError("credentials", "Only the broker process has credentials.")),
      now,
    }),
  );
  const { account, identity, region, targets, unreached } = opened;
  return {
    source,
    account,
    identity,
    region,
    targets: targets.map((target) => ({ ...target, source })),
    unreached,
    through: (needs) => client.run(opened, needs),
  };
}

/** Whoever may put another socket in its place would be trusted as the broker: only its owner and root may. */
function checkSocket(path: string): void {
  const unsafe = (why: string) =>
    new AppError("environment", `${path} is not taken for the broker's socket: ${why}.`, {
      next: "Start the broker with --socket in a folder of its own.",
    });
  const socket = lstatSync(path, { throwIfNoEntry: false });
  if (!socket)
    throw new AppError("environment", `There is no broker at ${path}.`, {
      next: `nephoscope broker --broker-socket ${path}   as the user that holds the credentials.`,
    });
  if (!socket.isSocket()) throw unsafe("it is no socket");
  const folder = lstatSync(dirname(path));
  if ((folder.mode & 0o022) !== 0) throw unsafe("others may write to its folder");
  const trusted = new Set([socket.uid, 0, process.getuid?.() ?? 0]);
  if (!trusted.has(folder.uid)) throw unsafe("its folder belongs to another user");
}
