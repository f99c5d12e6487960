import { AppError } from "../core/errors.ts";
import type { Source } from "../core/source.ts";
import { createAuthenticate } from "../aws/authenticate.ts";
import { createAwsSource } from "../aws/create-aws-source.ts";
import { whoami } from "../aws/whoami.ts";
import type { Settings, StaticKeys } from "./config.ts";
import type { Workshop } from "./workshop.ts";

export interface OpenAccount {
  readonly workshop: Workshop;
  readonly keys?: StaticKeys;
  readonly now: () => Date;
  readonly signal?: AbortSignal;
}

/** The account that a job is about, and the way to it. */
export interface Account {
  readonly source: Source;
  readonly account: string;
  readonly identity: string;
  readonly region: string;
}

/** Finds out who asks, before anything else. Throws AppError: `usage` without a region, `credentials`, `endpoint`. */
export async function openAccount({ workshop, keys, now, signal }: OpenAccount): Promise<Account> {
  const { settings } = workshop;
  const region = regionOf(settings);
  const credentials = keys ?? settings.keys;
  const authenticate = createAuthenticate({
    region,
    now,
    ...(credentials && { credentials }),
    ...(settings.profile !== undefined && { profile: settings.profile }),
    ...(settings.roleArn !== undefined && { roleArn: settings.roleArn }),
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
  };
  using asking = createAwsSource(common);
  const { account, arn } = await whoami(asking, region, signal);
  return {
    source: workshop.closes(createAwsSource({ ...common, bucketOwner: account })),
    account,
    identity: arn,
    region,
  };
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
