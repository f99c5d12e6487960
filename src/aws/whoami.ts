import { AppError } from "../core/errors.ts";
import { isObject } from "../core/json.ts";
import type { Source, WireRequest } from "../core/source.ts";

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
  if (typeof account !== "string" || typeof arn !== "string")
    throw new AppError("endpoint", "sts:GetCallerIdentity gave no account.");
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
  if (kind === "server" || kind === "throttled")
    return new AppError("endpoint", `sts:GetCallerIdentity failed: ${code} ${message}`, {
      retryable: true,
      next: "Try again, or check --endpoint-url.",
    });
  return new AppError("credentials", `The AWS credentials were refused: ${code} ${message}`, {
    next: "Sign in again (aws sso login) or pass --profile NAME.",
  });
}
