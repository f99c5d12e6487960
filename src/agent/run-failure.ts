import type { Call } from "../core/call.ts";
import type { RunError } from "../core/record/record.ts";

const credentialCodes =
  /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|AuthFailure|SignatureDoesNotMatch|InvalidAccessKeyId|InvalidSignature|NoCredentials|CredentialsProvider/i;
const deniedCodes = /AccessDenied|UnauthorizedOperation|NotAuthorized|Forbidden/i;

/** Why a run could read nothing at all, if so: the endpoint, the credentials or the permissions. One answered read is enough to go on, be it one of an earlier run. */
export function runFailureOf(calls: readonly Call[]): RunError | undefined {
  // A call that was given up says nothing of the other side.
  const sent = calls.filter(
    (call) => call.decision === "allowed" && !call.cached && call.error?.code !== "Cancelled",
  );
  const first = sent[0];
  const read = calls.some((call) => call.earlier !== undefined);
  if (!first || read || sent.some((call) => causeOf(call) === undefined)) return undefined;
  const all = (cause: string) => sent.every((call) => causeOf(call) === cause);
  const said = first.error ? `${first.error.code}: ${first.error.message}` : `HTTP ${first.status}`;
  if (all("denied")) {
    return {
      code: "credentials",
      message: `Every one of the ${sent.length} reads was refused (${said}).`,
      next: "Use an identity that may read the account, for example with the AWS managed policy ReadOnlyAccess.",
    };
  }
  if (sent.some((call) => causeOf(call) === "credentials")) {
    return {
      code: "credentials",
      message: `AWS does not accept the credentials (${said}).`,
      next: "Renew them, or choose others with --profile.",
    };
  }
  return all("endpoint")
    ? {
        code: "endpoint",
        message: `The endpoint does not answer, or only with errors (${said}).`,
        next: "Check network and --endpoint-url.",
      }
    : undefined;
}

/** Undefined: the service answered, be it with an error of its own. */
function causeOf(call: Call): "endpoint" | "credentials" | "denied" | undefined {
  const code = call.error?.code ?? "";
  if (credentialCodes.test(code)) return "credentials";
  if (deniedCodes.test(code)) return "denied";
  return call.status === 0 || call.status >= 500 ? "endpoint" : undefined;
}
