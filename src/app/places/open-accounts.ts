import { enabledRegions } from "../../aws/send/enabled-regions.ts";
import { AppError } from "../../core/errors.ts";
import type { Source } from "../../core/source.ts";
import { targetKey } from "../../core/target.ts";
import type { ReadTarget, Unreached } from "../../core/target.ts";
import { openAccount } from "./account.ts";
import type { Account, OpenAccount } from "./account.ts";
import { openThroughBroker } from "../broker-process/through-broker.ts";
import type { Places } from "./places.ts";

export interface AccountTarget extends ReadTarget {
  readonly source: Source;
}

/** The accounts and regions of a job. What stands beside `targets` is the first of them. */
export interface Accounts extends Account {
  readonly targets: readonly AccountTarget[];
  /** What was asked for and cannot be read. */
  readonly unreached: readonly Unreached[];
}

/** More places would make a run of thousands of calls: what comes after them is told as not read. */
export const mostTargets = 40;

/**
 * Opens every account of the job, side by side: one for each role, and that of the credentials themselves where it is asked for or there is no role. An
 * account that cannot be opened is told in `unreached`; only where none can does it throw, as `openAccount`.
 */
export async function openAccounts(job: OpenAccount & { readonly places?: Places }): Promise<Accounts> {
  const { settings } = job.workshop;
  const places = job.places ?? settings.places;
  if (settings.broker.kind === "process") return openThroughBroker(job, places);
  const roles: readonly (string | undefined)[] = [
    ...(places.includeBase || places.roleArns.length === 0 ? [undefined] : []),
    ...places.roleArns,
  ];
  const opened = await Promise.allSettled(roles.map((role) => openOne(job, role, places)));
  const unopened = opened.flatMap((one, index): readonly Unreached[] => {
    if (one.status === "fulfilled") return one.value.unreached;
    // Only what the world does to one account is borne; a bug or wrong usage is none of that.
    if (!isForeseen(one.reason) || job.signal?.aborted) throw one.reason;
    return [{ what: roles[index] ?? "the account of the credentials themselves", why: one.reason.message }];
  });
  const { kept, unreached } = distinct(
    opened.flatMap((one, index) =>
      one.status === "fulfilled" ? one.value.targets.map((target) => ({ target, role: roles[index] })) : [],
    ),
  );
  const first = opened.find((one) => one.status === "fulfilled");
  const failed = opened.find((one) => one.status === "rejected");
  if (!first) throw failed?.reason ?? new AppError("bug", "No account was to be opened.");
  const beyond = kept.slice(mostTargets).map(({ account, region }) => ({
    what: `${region} of account ${account}`,
    why: `only ${mostTargets} accounts and regions are read in one run`,
  }));
  return {
    ...first.value.account,
    targets: kept.slice(0, mostTargets),
    unreached: [...unopened, ...unreached, ...beyond],
  };
}

interface Opened {
  readonly account: Account;
  readonly targets: readonly AccountTarget[];
  readonly unreached: readonly Unreached[];
}

async function openOne(job: OpenAccount, role: string | undefined, { regions }: Places): Promise<Opened> {
  const account = await openAccount({ ...job, roleArn: role });
  const { source, identity } = account;
  const named = regions.filter((region) => region !== "all");
  const listed = regions.includes("all")
    ? await enabledRegions(source, account, job.signal).catch((error: unknown) => notListed(error))
    : [];
  const all = [
    ...new Set([...(named.length > 0 ? named : [account.region]), ...(isFailure(listed) ? [] : listed)]),
  ];
  return {
    account,
    targets: all.map((region) => ({ account: account.account, region, identity, source })),
    unreached: isFailure(listed)
      ? [{ what: `all other regions of account ${account.account}`, why: listed.failure }]
      : [],
  };
}

type Failure = { readonly failure: string };

function isFailure(listed: readonly string[] | Failure): listed is Failure {
  return "failure" in listed;
}

function notListed(error: unknown): Failure {
  if (isForeseen(error)) return { failure: error.message };
  throw error;
}

function isForeseen(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === "credentials" || error.code === "endpoint");
}

/** Each place is read by one identity: of two roles into one account the first one reads. */
function distinct(
  targets: readonly { readonly target: AccountTarget; readonly role: string | undefined }[],
): { readonly kept: readonly AccountTarget[]; readonly unreached: readonly Unreached[] } {
  const found = new Map<string, AccountTarget>();
  const twice = new Map<string, Unreached>();
  for (const { target, role } of targets) {
    const key = targetKey(target);
    const before = found.get(key);
    if (!before) found.set(key, target);
    else if (before.identity !== target.identity)
      twice.set(role ?? "", {
        what: role ?? "the account of the credentials themselves",
        why: `account ${target.account} is read as ${before.identity} already`,
      });
  }
  return { kept: [...found.values()], unreached: [...twice.values()] };
}
