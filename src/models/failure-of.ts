import { HttpFailure } from "./http-failure.ts";
import type { ModelFailure, ModelFailureKind } from "./models.ts";

export interface FailureContext {
  readonly model: string;
  /** Given to mend each kind of failure: where the key is looked for, which address was asked. */
  readonly keyVariable?: string;
  readonly address?: string;
  /** The key itself: never repeated, whatever it looks like. */
  readonly apiKey?: string;
}

/** What a provider's client threw, as a value. Provider texts are kept short; keys in them are blinded. */
export function failureOf(error: unknown, context: FailureContext): ModelFailure {
  const status = statusOf(error);
  const text = textOf(error);
  const kind = kindOf(error, status, text);
  const retryAfterMs = retryAfterOf(error);
  return {
    kind,
    message: messageFor(kind, context, shortened(blinded(text, context.apiKey)), status),
    retryable: ["throttled", "server", "unreachable", "timeout", "malformed"].includes(kind),
    ...(status !== undefined && { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function kindOf(error: unknown, status: number | undefined, text: string): ModelFailureKind {
  if (/insufficient_quota|exceeded your current quota|credit balance is too low/i.test(text))
    return "refused";
  if (status === 401 || status === 403) return "refused";
  if (status === 404) return "unknown-model";
  if (status === 429 || /throttl/i.test(nameOf(error))) return "throttled";
  if (
    /context[ _-]?(length|window)|prompt is too long|too many (input )?tokens|input is too long|maximum.{0,20}tokens/i.test(
      text,
    )
  )
    return "too-long";
  if (status === 408 || status === 409) return "server";
  if (status !== undefined && status >= 500) return "server";
  if (status !== undefined && status >= 400) return "bad-request";
  if (isConnection(error)) return "unreachable";
  return "malformed";
}

function messageFor(
  kind: ModelFailureKind,
  { model, keyVariable, address }: FailureContext,
  text: string,
  status: number | undefined,
): string {
  const said = text === "" ? "" : `: ${text}`;
  const where = address === undefined ? "" : ` at ${address}`;
  switch (kind) {
    case "refused":
      return `The provider refuses ${model}${said}. Check the key${keyVariable === undefined ? "" : ` in ${keyVariable}`}, its permissions and its credit.`;
    case "unknown-model":
      return `The provider does not know the model ${model}${where}${said}. nephoscope models list   shows what is configured.`;
    case "throttled":
      return `${model} is asked too often${said}.`;
    case "server":
      return `The provider of ${model} failed${status === undefined ? "" : ` with ${status}`}${said}.`;
    case "unreachable":
      return `${model} cannot be reached${where}${said}.`;
    case "too-long":
      return `The prompt is longer than ${model} takes${said}.`;
    case "bad-request":
      return `${model} does not take the request${said}.`;
    case "timeout":
    case "cancelled":
    case "malformed":
    case "budget":
      return `${model} gave no answer that can be used${said}.`;
  }
}

const connectionCodes = /ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|UND_ERR|CERT|TLS/;

function isConnection(error: unknown): boolean {
  return chainOf(error).some(
    (one) =>
      connectionCodes.test(stringAt(one, "code")) ||
      /connection error|fetch failed|terminated|socket hang up|network|premature close|aborted/i.test(
        textOf(one),
      ) ||
      /APIConnection|TimeoutError/.test(nameOf(one)),
  );
}

function statusOf(error: unknown): number | undefined {
  for (const one of chainOf(error)) {
    if (one instanceof HttpFailure) return one.status;
    for (const member of ["status", "status_code", "statusCode"]) {
      const value = memberOf(one, member);
      if (typeof value === "number") return value;
    }
    const status = memberOf(memberOf(one, "$metadata"), "httpStatusCode");
    if (typeof status === "number" && status !== 200) return status;
  }
  return undefined;
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3); `retry-after-ms` where a provider gives that. */
function retryAfterOf(error: unknown): number | undefined {
  for (const one of chainOf(error)) {
    const exact = headerOf(one, "retry-after-ms");
    if (exact !== undefined && /^\d+(\.\d+)?$/.test(exact)) return Number(exact);
    const value = one instanceof HttpFailure ? one.retryAfter : headerOf(one, "retry-after");
    if (value === undefined) continue;
    if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
    const date = Date.parse(value);
    // A date is read against the answer's own clock where it gives one.
    const now = Date.parse(headerOf(one, "date") ?? "");
    if (!Number.isNaN(date) && !Number.isNaN(now)) return Math.max(0, date - now);
  }
  return undefined;
}

function headerOf(error: unknown, name: string): string | undefined {
  const headers = memberOf(error, "headers") ?? memberOf(memberOf(error, "$response"), "headers");
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = memberOf(headers, name);
  return typeof value === "string" ? value : undefined;
}

function chainOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (
    let one: unknown = error;
    one !== undefined && one !== null && chain.length < 5;
    one = memberOf(one, "cause")
  )
    chain.push(one);
  return chain;
}

function textOf(error: unknown): string {
  const own = stringAt(error, "message");
  const cause = memberOf(error, "cause");
  const inner = cause === undefined ? "" : stringAt(cause, "message") || stringAt(cause, "code");
  const text = inner === "" || own.includes(inner) ? own : `${own} (${inner})`;
  return text
    .slice(0, 10_000)
    .replaceAll(/\s+/g, " ")
    .replace(/Troubleshooting URL: \S+/, "")
    .trim();
}

function nameOf(error: unknown): string {
  return stringAt(error, "name");
}

function stringAt(value: unknown, member: string): string {
  const found = memberOf(value, member);
  return typeof found === "string" ? found : "";
}

function memberOf(value: unknown, member: string): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  return Reflect.get(value, member);
}

/** Cut after what is secret was taken out: no half of a key stays. */
function shortened(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** Providers repeat a wrong key in their refusals. */
function blinded(text: string, apiKey = ""): string {
  const told = apiKey.length < 4 ? text : text.replaceAll(apiKey, "«key»");
  return told.replaceAll(/\b(sk|pk|key|AKIA|ASIA|xai|gsk|ls)[-_]?[A-Za-z0-9_*-]{8,}/g, "«key»");
}
