import { AppError } from "../../core/errors.ts";
import type { ReadResponse, WireResponse } from "../../core/source.ts";
import type { Authenticate } from "./authenticate.ts";
import type { Credentials } from "./sign-request.ts";

export interface SendSigned {
  readonly authenticate: Authenticate;
  now(): Date;
}

/**
 * Sends requests so that expired credentials and a wrong clock do not end a run: expired ones are renewed once and the request is sent again; where
 * AWS says that the time is wrong, its own (the Date header) is taken from then on, as its SDKs do. Kept credentials that are refused for good are
 * an AppError `credentials`.
 */
export class SignedSender {
  readonly #options: SendSigned;
  #offsetMs = 0;

  constructor(options: SendSigned) {
    this.#options = options;
  }

  /** How far this machine's clock is behind AWS's; 0 until AWS objected. */
  get clockOffsetMs(): number {
    return this.#offsetMs;
  }

  async send(
    exchange: (credentials: Credentials, now: Date) => Promise<WireResponse>,
    errorOf: (response: WireResponse) => ReadResponse["error"],
    authenticate: Authenticate = this.#options.authenticate,
  ): Promise<WireResponse> {
    const credentials = await authenticate();
    const offset = this.#offsetMs;
    const response = await exchange(credentials, this.#now());
    const error = response.status >= 400 ? errorOf(response) : undefined;
    if (!error) return response;
    if (isSkewed(error) && this.#setClock(response, offset)) return exchange(credentials, this.#now());
    if (!expired.test(error.code) && !refused.test(error.code)) return response;
    const other = (await authenticate.renew?.(credentials)) ?? false;
    if (!other) {
      if (expired.test(error.code)) throw hasExpired(authenticate);
      return response;
    }
    const again = await exchange(await authenticate(), this.#now());
    const still = again.status >= 400 ? errorOf(again) : undefined;
    if (still && expired.test(still.code)) throw hasExpired(authenticate);
    return again;
  }

  #now(): Date {
    return new Date(this.#options.now().getTime() + this.#offsetMs);
  }

  /** Whether AWS's time differs enough from the one that the request was sent with for it to be worth another try. */
  #setClock({ headers }: WireResponse, sentWithMs: number): boolean {
    const date = Date.parse(headers.find(([name]) => name.toLowerCase() === "date")?.[1] ?? "");
    const offset = date - this.#options.now().getTime();
    if (!Number.isFinite(offset) || Math.abs(offset - sentWithMs) < leastSkewMs) return false;
    // Requests that were on their way together each learn it; small differences are their travel.
    if (Math.abs(offset - this.#offsetMs) >= leastSkewMs) this.#offsetMs = offset;
    return true;
  }
}

const leastSkewMs = 60_000;
const expired = /^(?:ExpiredToken|ExpiredTokenException|TokenRefreshRequired|RequestExpired)$/;
/** May be a session that was ended, keys that were changed, or a region that is not opted in: other credentials may help, and if not AWS's answer stands. */
const refused = /^(?:InvalidClientTokenId|UnrecognizedClientException|AuthFailure|InvalidAccessKeyId)$/;

function isSkewed({ code, message }: { readonly code: string; readonly message: string }): boolean {
  if (/^(?:RequestTimeTooSkewed|RequestInTheFuture|RequestExpired)$/.test(code)) return true;
  return (
    /^(?:InvalidSignatureException|SignatureDoesNotMatch|AuthFailure)$/.test(code) &&
    /Signature (?:expired|not yet current)/i.test(message)
  );
}

function hasExpired(authenticate: Authenticate): AppError {
  const about = authenticate.about?.();
  const profile = about?.profile;
  const option = profile === undefined ? "" : ` --profile ${profile}`;
  const whose = profile === undefined ? "The AWS credentials" : `The credentials of the profile "${profile}"`;
  return new AppError("credentials", `${whose} have expired, and there are no newer ones.`, {
    next:
      about?.kind === "SSO"
        ? `aws sso login${option}        then ask again`
        : `Renew them (aws sso login${option}, or a new session token in the environment), then ask again.`,
  });
}
