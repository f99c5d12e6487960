import { AppError } from "../core/errors.ts";
import type { Credentials } from "./sign-request.ts";

/** Gives credentials for the next request; refreshes them when they are about to expire. Throws an AppError `credentials` where there are none. */
export type Authenticate = () => Promise<Credentials>;

export interface AuthenticateOptions {
  /** Given ones are used as they are. */
  readonly credentials?: Credentials;
  readonly profile?: string;
  /** A role to assume with what was found. */
  readonly roleArn?: string;
  readonly region: string;
  readonly sessionName?: string;
  now(): Date;
}

interface Expiring extends Credentials {
  readonly expiration?: Date;
}

type Provider = () => Promise<Expiring>;

/** Refreshed this long before they expire. */
const marginMs = 5 * 60_000;

/** Static credentials, else AWS's own provider chain (environment, profiles, SSO, processes, containers, instance metadata), read only when needed. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  if (options.credentials && options.roleArn === undefined) {
    const given = options.credentials;
    return () => Promise.resolve(given);
  }
  const kept: { provider?: Promise<Provider>; credentials?: Promise<Expiring> } = {};
  const refresh = async (): Promise<Expiring> => {
    kept.provider ??= makeProvider(options);
    const provider = await kept.provider;
    return provider();
  };
  return async () => {
    const before = await kept.credentials?.catch(() => undefined);
    const fresh =
      before &&
      (before.expiration === undefined || before.expiration.getTime() - options.now().getTime() > marginMs);
    if (fresh) return before;
    kept.credentials = refresh();
    try {
      return await kept.credentials;
    } catch (cause) {
      throw noCredentials(cause);
    }
  };
}

async function makeProvider({
  credentials,
  profile,
  roleArn,
  region,
  sessionName = "nephoscope",
}: AuthenticateOptions): Promise<Provider> {
  const providers = await import("@aws-sdk/credential-providers");
  const base = credentials
    ? () => Promise.resolve(credentials)
    : providers.fromNodeProviderChain({
        ...(profile !== undefined && { profile }),
        clientConfig: { region },
      });
  if (roleArn === undefined) return base;
  return providers.fromTemporaryCredentials({
    masterCredentials: base,
    params: { RoleArn: roleArn, RoleSessionName: sessionName },
    clientConfig: { region },
  });
}

function noCredentials(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : "unknown";
  return new AppError("credentials", `No AWS credentials could be had: ${why}`, {
    cause,
    next: "Sign in (aws sso login), set AWS_PROFILE, or pass --profile NAME.",
  });
}
