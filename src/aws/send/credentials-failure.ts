import { AppError } from "../../core/errors.ts";
import { redactText } from "../redact/secret-text.ts";

/** Why no credentials could be had, and what to type. Nothing secret that a message may hold is passed on. */
export function credentialsFailure(
  cause: unknown,
  { profile, roleArn }: { readonly profile?: string; readonly roleArn?: string },
): AppError {
  if (cause instanceof AppError) return cause;
  const said = redactText(messageOf(cause)).slice(0, 500);
  const code = codeOf(cause);
  const about = {
    said,
    code,
    profile: profile ?? "default",
    option: profile === undefined ? "" : ` --profile ${profile}`,
    roleArn,
  };
  const found = reasons.find(({ when }) => when.test(`${code} ${said}`));
  if (!found)
    return new AppError("credentials", `No AWS credentials could be had: ${said}`, {
      next: "Sign in (aws sso login), set AWS_PROFILE, or pass --profile NAME.",
      cause,
    });
  return new AppError(found.code ?? "credentials", found.message(about), { next: found.next(about), cause });
}

interface About {
  readonly said: string;
  readonly code: string;
  readonly profile: string;
  readonly option: string;
  readonly roleArn: string | undefined;
}

interface Reason {
  readonly when: RegExp;
  readonly code?: "endpoint";
  message(about: About): string;
  next(about: About): string;
}

/** The most telling first. */
const reasons: readonly Reason[] = [
  {
    // What the command was, and what it said, may hold anything.
    when: /Command failed|credential_process/i,
    message: ({ profile }) => `The credential process of the profile "${profile}" failed.`,
    next: () => "Run the credential_process of ~/.aws/config by hand and see what it says.",
  },
  {
    when: /self.signed|CERT_|UNABLE_TO_(?:GET|VERIFY)|SSL|certificate/i,
    code: "endpoint",
    message: ({ code, said }) =>
      `The certificate of AWS's sign-in service was not accepted (${code || said}).`,
    next: () =>
      "Behind a proxy that opens TLS, set AWS_CA_BUNDLE to the file with its certificate authority.",
  },
  {
    when: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|TimeoutError|socket hang up/,
    code: "endpoint",
    message: ({ said, code }) => `AWS's sign-in service cannot be reached: ${said || code}`,
    next: () => "Check the network; behind a proxy, set HTTPS_PROXY.",
  },
  {
    when: /Deserialization error|is not valid JSON|Unexpected token '?<|char '?<|<html/i,
    code: "endpoint",
    message: () => "Something between here and AWS's sign-in service answered with a page of its own.",
    next: () => "Check HTTPS_PROXY and NO_PROXY; a company's proxy may want a sign-in in the browser first.",
  },
  {
    when: /multi-factor|mfa_serial|MultiFactorAuthentication/i,
    message: ({ profile }) => `The profile "${profile}" needs an MFA code, which is not asked for here.`,
    next: ({ option }) =>
      `eval "$(aws configure export-credentials --format env${option})"        asks for the code; then ask again without --profile`,
  },
  {
    when: /\bSSO\b|sso login|sso-session|UnauthorizedException|Token is expired/i,
    message: ({ profile, said }) =>
      /was not found or is invalid|is invalid/.test(said)
        ? `The profile "${profile}" is not signed in (SSO).`
        : /No access|ForbiddenException/i.test(said)
          ? `The SSO user may not use the account or permission set of the profile "${profile}": ${said}`
          : `The session of the profile "${profile}" (SSO) has ended.`,
    next: ({ option }) => `aws sso login${option}        then ask again`,
  },
  {
    when: /ForbiddenException|No access/i,
    message: ({ profile, said }) =>
      `The SSO user may not use the account or permission set of the profile "${profile}": ${said}`,
    next: () =>
      "Ask whoever assigns permission sets, or correct sso_account_id and sso_role_name in ~/.aws/config.",
  },
  {
    when: /AssumeRole/,
    message: ({ roleArn, said }) => `The role ${roleArn ?? "of the profile"} could not be assumed: ${said}`,
    next: () =>
      "Its trust policy must name your identity, and your identity must be allowed sts:AssumeRole on it.",
  },
  {
    when: /ExpiredToken|expired/i,
    message: ({ profile }) => `The credentials of the profile "${profile}" have expired.`,
    next: ({ option }) => `Renew them (aws sso login${option}, or a new session token), then ask again.`,
  },
  {
    when: /[Pp]rofile.*(?:not (?:be )?found|could not)|Could not resolve credentials using profile/,
    message: ({ profile }) => `There is no profile "${profile}", or it holds no credentials.`,
    next: () => "aws configure list-profiles        shows those that there are",
  },
];

function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown";
  return cause.message === "" && cause.cause instanceof Error ? cause.cause.message : cause.message;
}

/** The innermost system code or error name. */
function codeOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  return cause.cause instanceof Error ? codeOf(cause.cause) : cause.name;
}
