import { AppError } from "../../core/errors.ts";
import { labelOfHead } from "../../core/audit/audit-head.ts";
import type { Source } from "../../core/source.ts";
import { createAuthenticate } from "../../aws/send/authenticate.ts";
import type { Authenticate, CredentialsKind } from "../../aws/send/authenticate.ts";
import { createAwsSource } from "../../aws/create-aws-source.ts";
import { whoami } from "../../aws/send/whoami.ts";
import type { Broker } from "../../broker/broker.ts";
import type { Settings, StaticKeys } from "../config.ts";
import type { RunBroker } from "./fan-out-broker.ts";
import type { Workshop } from "../workshop.ts";

export interface OpenAccount {
  readonly workshop: Workshop;
  readonly keys?: StaticKeys;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
  /** The role to assume; given as undefined: none, whatever the settings say. */
  readonly roleArn?: string | undefined;
}

/** The account that a job is about, and the way to it. */
export interface Account {
  readonly source: Source;
  readonly account: string;
  readonly identity: string;
  readonly region: string;
  /** Set where another process holds the credentials: the broker of a run there. */
  readonly through?: (needs: RunBroker) => Broker;
  /** What kind of credentials are used, and until when; nothing secret. */
  readonly credentials?: () => CredentialsKind | undefined;
  readonly clockOffsetMs?: () => number;
}

/** Finds out who asks, before anything else. Throws AppError: `usage` without a region, `credentials`, `endpoint`. */
export async function openAccount(job: OpenAccount): Promise<Account> {
  const { workshop, keys, now, signal } = job;
  const { settings } = workshop;
  const roleArn = "roleArn" in job ? job.roleArn : settings.places.roleArns[0];
  const region = regionOf(settings);
  const credentials = keys ?? settings.keys;
  const authenticate = createAuthenticate({
    region,
    now,
    ...(credentials && { credentials }),
    ...(settings.profile !== undefined && { profile: settings.profile }),
    ...(roleArn !== undefined && { roleArn }),
    sourceIdentity: async () => {
      const head = await workshop.store().audit.head();
      return head && labelOfHead(head);
    },
    note: workshop.report,
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
    ...(settings.proxy && { proxy: settings.proxy }),
  });
  const common = {
    models: await workshop.models(),
    index: await workshop.index(),
    catalog: workshop.catalog(),
    effects: workshop.reviewed,
    prices: workshop.prices(),
    authenticate,
    now,
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
    ...(settings.proxy && { proxy: settings.proxy }),
  };
  using asking = createAwsSource(common);
  const { account, arn } = await whoami(asking, region, signal).catch(async (error: unknown) => {
    const failure = error instanceof AppError ? `${error.code}: ${error.message}` : "unknown";
    await recordIdentity({ workshop, now, authenticate, region, found: { failure } });
    throw error;
  });
  await recordIdentity({ workshop, now, authenticate, region, found: { account, arn } });
  const source = workshop.closes(createAwsSource({ ...common, bucketOwner: account }));
  return {
    source,
    account,
    identity: arn,
    region,
    credentials: () => authenticate.about?.(),
    clockOffsetMs: () => asking.clockOffsetMs() || source.clockOffsetMs(),
  };
}

/** Who asked, or that nobody could, is on the audit log before anything else is. */
async function recordIdentity({
  workshop,
  now,
  authenticate,
  region,
  found,
}: Pick<OpenAccount, "workshop" | "now"> & {
  readonly authenticate: Authenticate;
  readonly region: string;
  readonly found: { readonly account: string; readonly arn: string } | { readonly failure: string };
}): Promise<void> {
  const { endpoint } = workshop.settings;
  const kind = authenticate.about?.()?.kind;
  await workshop.store().audit.append(now().toISOString(), {
    kind: "identity",
    ...found,
    region,
    ...(kind !== undefined && { credentials: kind }),
    ...(endpoint !== undefined && { endpoint }),
  });
}

function regionOf(settings: Settings): string {
  if (settings.region === undefined)
    throw new AppError("usage", "No region is set.", {
      next: "Add --region us-east-1, or set AWS_REGION, or region in the profile.",
    });
  if (/^[a-z]{2}(-[a-z]+)+-\d+$/.test(settings.region)) return settings.region;
  throw new AppError("usage", `"${settings.region}" is not a region.`, {
    next: "Give it as us-east-1 or eu-central-1.",
  });
}
