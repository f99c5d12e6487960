import { kindOf } from "../../aws/encode/error-answer.ts";
import type { Call } from "../../core/call.ts";
import type { LiveReadResult } from "../../core/record/doctor.ts";
import type { LiveRead } from "./live-reads.ts";

/** What a recorded call says of the service, for a person. */
export function judgeRead({ service, operation }: LiveRead, call: Call | undefined): LiveReadResult {
  const read = { service, operation, ms: Math.round(call?.ms ?? 0) };
  if (!call) return { ...read, result: "failed", detail: "the request was not answered" };
  if (call.decision === "denied") return { ...read, result: "failed", detail: call.reason ?? "" };
  if (!call.error) return { ...read, result: "ok" };
  const { code, message } = call.error;
  const detail = `${code}: ${message}`.slice(0, 300);
  const kind = kindOf(code, call.status);
  if (/^(?:EndpointUnreachable|Cancelled|UnreadableAnswer)$/.test(code))
    return { ...read, result: "unreachable", detail: message };
  if (/^\d{3}$/.test(code) && message.includes("no error of AWS"))
    return {
      ...read,
      result: "unreachable",
      detail: `something between here and AWS answered in its place (HTTP ${code} with a page of its own)`,
    };
  if (code === "NoCredentials") return { ...read, result: "denied", detail: message };
  if (
    /^(?:OptInRequired|SubscriptionRequired|InvalidClientTokenId|UnrecognizedClient|AuthFailure)/.test(code)
  )
    return {
      ...read,
      result: "not-enabled",
      detail: `${detail} (the credentials are good elsewhere: the region or the service is not enabled for the account)`,
    };
  if (kind === "throttled") return { ...read, result: "throttled", detail };
  if (kind === "denied")
    return { ...read, result: "denied", detail: `${detail}${policyOf(message)}`, permission: call.action };
  if (kind === "server" || call.status === 0) return { ...read, result: "failed", detail };
  // The service answered for itself: an account without an organization, for example.
  return { ...read, result: "ok", detail };
}

/** Which kind of policy denied, where AWS says it (IAM User Guide, "Troubleshoot access denied error messages"). */
function policyOf(message: string): string {
  if (/service control policy/i.test(message)) return " → ask whoever runs the organization";
  if (/permissions boundary/i.test(message)) return " → ask for a wider permissions boundary";
  return "";
}
