import { Agent as HttpsAgent } from "node:https";
import { credentialsFailure } from "./credentials-failure.ts";
import type { Proxy } from "./forward-request.ts";
import type { PolicyDocument } from "../../core/grant.ts";
import { createNarrowedSessions } from "./narrowed-sessions.ts";
import type { Credentials } from "./sign-request.ts";

/** Gives credentials for the next request; renews them when they are about to expire. Throws an AppError `credentials`, or `endpoint` where who gives them cannot be reached. */
export interface Authenticate {
  (): Promise<Credentials>;
  /** The given ones were not accepted: others are fetched. False where there are no others. Throws as the call itself does. */
  renew?(refused: Credentials): Promise<boolean>;
  /** Sessions that STS holds to this policy; undefined where no role is assumed. */
  narrowed?(policy: PolicyDocument): NarrowedAuthenticate;
  /** What is used at the moment, without any secret; undefined before the first use. */
  about?(): CredentialsKind | undefined;
}

export interface NarrowedAuthenticate extends Authenticate {
  /** AWS refused a call by the session policy: the next credentials hold a wider one. False: it cannot be wider. */
  widen(why: string): boolean;
}

export interface CredentialsKind {
  /** `keys`, `SSO`, `assumed role`, `process`, `web identity`, `container or instance`, `login`, `temporary keys`. */
  readonly kind: string;
  readonly profile?: string;
  /** ISO; absent where they do not expire or do not say when. */
  readonly expiresAt?: string;
}

export interface AuthenticateOptions {
  /** Given ones are used as they are. */
  readonly credentials?: Credentials;
  readonly profile?: string;
  /** A role to assume with what was found. */
  readonly roleArn?: string;
  readonly region: string;
  /** A simulator or a private endpoint: roles are assumed there too. */
  readonly endpoint?: string;
  readonly sessionName?: string;
  /** What the assumed role is held to (STS API Reference, AssumeRole, Policy). */
  readonly sessionPolicy?: string;
  /** What CloudTrail shows as source identity of every call of the session: the head of the audit chain. Left out where the role's trust policy does not allow `sts:SetSourceIdentity`. */
  readonly sourceIdentity?: () => Promise<string | undefined>;
  /** Told once of each thing that a person should know. */
  readonly note?: (text: string) => void;
  readonly proxy?: Proxy;
  now(): Date;
}

interface Expiring extends Credentials {
  readonly expiration?: Date;
  /** Where AWS's provider chain found them. */
  readonly $source?: object;
}

type Provider = (options?: { readonly forceRefresh?: boolean }) => Promise<Expiring>;

/** Renewed this long before they expire. */
const marginMs = 5 * 60_000;

/** Static credentials, else AWS's own provider chain (environment, profiles, SSO, processes, containers, instance metadata), read only when needed. */
export function createAuthenticate(options: AuthenticateOptions): Authenticate {
  const given = options.roleArn === undefined ? options.credentials : undefined;
  const noted = onlyOnce(options.note);
  if (given) return Object.assign(() => Promise.resolve(given), { about: () => kindOf(given, options) });
  const kept: { provider?: Promise<Provider>; credentials?: Expiring; renewal?: Promise<Expiring> } = {};
  const fetched = async (): Promise<Expiring> => {
    try {
      kept.provider ??= makeProvider({ ...options, note: noted });
      const provider = await kept.provider;
      // The chain remembers what it gave until the very moment it expires.
      kept.credentials = await provider({ forceRefresh: kept.credentials !== undefined });
      return kept.credentials;
    } catch (cause) {
      throw credentialsFailure(cause, options);
    }
  };
  /** Calls at the same time share one renewal. */
  const renewed = () =>
    (kept.renewal ??= fetched().finally(() => {
      delete kept.renewal;
    }));
  const left = () => (kept.credentials?.expiration?.getTime() ?? Infinity) - options.now().getTime();
  const authenticate = async (): Promise<Credentials> => {
    const { credentials } = kept;
    if (!credentials) return renewed();
    if (left() > marginMs) return credentials;
    // Who gives them may be away for a moment; what is still good is used.
    return left() > 0 ? renewed().catch(() => credentials) : renewed();
  };
  return Object.assign(authenticate, {
    renew: async (refused: Credentials) =>
      isOther(kept.credentials, refused) || isOther(await renewed(), refused),
    about: () => kept.credentials && kindOf(kept.credentials, options),
    ...(options.roleArn !== undefined &&
      options.sessionPolicy === undefined && {
        narrowed: createNarrowedSessions({
          open: (sessionPolicy) =>
            createAuthenticate({
              ...options,
              note: noted,
              ...(sessionPolicy !== undefined && { sessionPolicy }),
            }),
          note: noted,
        }),
      }),
  });
}

function onlyOnce(note: AuthenticateOptions["note"]): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    note?.(text);
  };
}

function isOther(one: Credentials | undefined, refused: Credentials): boolean {
  return (
    one !== undefined &&
    (one.accessKeyId !== refused.accessKeyId || one.sessionToken !== refused.sessionToken)
  );
}

async function makeProvider(options: AuthenticateOptions): Promise<Provider> {
  const { credentials, profile, roleArn, region, endpoint, sessionName = "nephoscope" } = options;
  const providers = await import("@aws-sdk/credential-providers");
  const client = {
    maxAttempts: 2,
    logger: silent,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: 10_000,
      throwOnRequestTimeout: true,
      ...(options.proxy && {
        httpsAgent: new HttpsAgent({ keepAlive: true, proxyEnv: { ...options.proxy } }),
      }),
    },
  };
  const found = {
    ...(profile !== undefined && { profile }),
    // A profile may have been signed in anew since it was read.
    ignoreCache: true,
    logger: silent,
    clientConfig: client,
    // Not among `clientConfig`: SSO would take it for the region of its portal.
    parentClientConfig: { region },
  };
  const base = credentials
    ? () => Promise.resolve(credentials)
    : fromProfile(
        profile === undefined ? undefined : providers.fromIni(found),
        providers.fromNodeProviderChain(found),
      );
  if (roleArn === undefined) return base;
  const { sessionPolicy, sourceIdentity, note } = options;
  const assume = (identity: string | undefined) =>
    providers.fromTemporaryCredentials({
      masterCredentials: base,
      params: {
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        ...(sessionPolicy !== undefined && { Policy: sessionPolicy }),
        ...(identity !== undefined && { SourceIdentity: identity }),
      },
      clientConfig: { ...client, region, ...(endpoint !== undefined && { endpoint }) },
    })();
  return async () => {
    const identity = await sourceIdentity?.();
    if (identity === undefined || !sourceIdentities.test(identity)) return assume(undefined);
    try {
      return await assume(identity);
    } catch (error) {
      if (!/SetSourceIdentity/.test(error instanceof Error ? error.message : "")) throw error;
      note?.(
        `The trust policy of ${roleArn} does not allow sts:SetSourceIdentity: CloudTrail will not show which audit log a session belongs to.`,
      );
      return assume(undefined);
    }
  };
}

/** What STS takes (STS API Reference, AssumeRole, SourceIdentity). */
const sourceIdentities = /^[\w+=,.@-]{2,64}$/;

/** The library's own warnings would go to the terminal. */
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  trace: () => undefined,
};

/** By the marks that AWS's provider chain leaves; the most telling first. */
const kinds: readonly (readonly [mark: RegExp, kind: string])[] = [
  [/ASSUME_ROLE$/, "assumed role"],
  [/SSO/, "SSO"],
  [/WEB_ID/, "web identity"],
  [/LOGIN/, "login"],
  [/PROCESS/, "process"],
  [/HTTP|IMDS/, "container or instance"],
];

function kindOf(
  { $source = {}, expiration, sessionToken }: Expiring,
  { profile, roleArn }: AuthenticateOptions,
): CredentialsKind {
  const marks = Object.keys(roleArn === undefined ? $source : { ASSUME_ROLE: true });
  const found = kinds.find(([mark]) => marks.some((one) => mark.test(one)));
  return {
    kind: found?.[1] ?? (sessionToken === undefined ? "keys" : "temporary keys"),
    ...(profile !== undefined && { profile }),
    ...(expiration && { expiresAt: expiration.toISOString() }),
  };
}

/** A named profile's own reason not to give any is told; only one that names no credentials leaves it to the machine (container, instance). */
function fromProfile(profile: (() => Promise<Expiring>) | undefined, chain: Provider): Provider {
  if (!profile) return chain;
  return async (options) => {
    try {
      return await profile();
    } catch (error) {
      if (
        !(error instanceof Error && error.message.startsWith("Could not resolve credentials using profile"))
      )
        throw error;
      return await chain(options).catch(() => {
        throw error;
      });
    }
  };
}
