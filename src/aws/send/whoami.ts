import { AppError } from "../../core/errors.ts";
import { isObject } from "../../core/json/json.ts";
import type { Source, WireRequest } from "../../core/source.ts";

export interface Identity {
  readonly account: string;
  readonly arn: string;
}

/** Asks STS who the credentials belong to, by the same road as every call. Throws an AppError `credentials` or `endpoint`. */
export async function whoami(source: Source, region: string, signal?: AbortSignal): Promise<Identity> {
  const request = callerIdentityRequest(region);
  const decoding = source.decode(request, { account: "", region });
  if (decoding.kind === "refused")
    throw new AppError("bug", `sts:GetCallerIdentity was not decoded: ${decoding.why}`);
  const response = await source.forward(request, decoding.call, signal ? { signal } : {});
  const { value, error } = source.read(decoding.call, response);
  if (error) throw refused(error.code, error.message, error.kind);
  const answer = isObject(value) ? value : {};
  const account = answer["Account"];
  const arn = answer["Arn"];
  if (typeof account !== "string" || typeof arn !== "string") throw answeredByOther(String(response.status));
  return { account, arn };
}

function callerIdentityRequest(region: string): WireRequest {
  const suffix = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return {
    method: "POST",
    target: "/",
    headers: [
      ["host", `sts.${region}.${suffix}`],
      ["content-type", "application/x-www-form-urlencoded; charset=utf-8"],
      // Replaced when it is forwarded; the scope is what is read.
      [
        "authorization",
        `AWS4-HMAC-SHA256 Credential=NONE/20260101/${region}/sts/aws4_request, SignedHeaders=host, Signature=0`,
      ],
    ],
    body: Buffer.from("Action=GetCallerIdentity&Version=2011-06-15", "utf8"),
  };
}

function refused(code: string, message: string, kind: string): AppError {
  // Only the status for a code: what answered is not AWS.
  if (/^\d{3}$/.test(code) && message.includes("no error of AWS")) return answeredByOther(code);
  if (kind === "server" || kind === "throttled")
    return new AppError("endpoint", `sts:GetCallerIdentity failed: ${code} ${message}`, {
      retryable: true,
      next: "Try again, or check --endpoint-url.",
    });
  const found = Object.entries(advice).find(([pattern]) => new RegExp(pattern).test(code));
  return new AppError("credentials", `The AWS credentials were refused: ${code} ${message}`, {
    next: found?.[1] ?? "Sign in again (aws sso login) or pass --profile NAME.",
  });
}

const advice: { readonly [code: string]: string } = {
  "InvalidClientTokenId|UnrecognizedClient|AuthFailure":
    "The key may be gone, or the region is not opted in for the account: try --region us-east-1, else sign in again (aws sso login) or pass --profile NAME.",
  "SignatureDoesNotMatch|InvalidSignature|IncompleteSignature":
    "The secret access key does not belong to the key id; set both anew, or pass --profile NAME.",
  RequestTimeTooSkewed: "Set this machine's clock.",
  AccessDenied: "Ask whoever runs the account's policies: even sts:GetCallerIdentity was denied.",
};

function answeredByOther(status: string): AppError {
  return new AppError(
    "endpoint",
    `Something between here and AWS answered in its place (HTTP ${status} with a page of its own).`,
    {
      next: "Check HTTPS_PROXY, NO_PROXY and --endpoint-url; a company's proxy may want a sign-in in the browser first.",
    },
  );
}
