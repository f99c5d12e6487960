import type { Effect } from "../core/effect.ts";
import type { PolicyDocument } from "../core/grant.ts";
import { AppError } from "../core/errors.ts";
import type { DecodedCall, ReadResponse, Source, WireRequest, WireResponse } from "../core/source.ts";

export interface ForwardCall {
  readonly source: Source;
  readonly request: WireRequest;
  readonly call: DecodedCall;
  readonly effects: readonly Effect[];
  readonly tries: number;
  readonly callSeconds: number;
  readonly maxBytes: number;
  /** The attempt's policy, for sources whose credentials can be held to it. */
  readonly policy?: PolicyDocument;
  readonly signal: AbortSignal;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly chance: () => number;
  /** Books the time of a wait; false: the run has no time left for it. Absent: there always is. */
  readonly mayWait?: (ms: number) => boolean;
}

export type Forwarded =
  | {
      readonly kind: "answered";
      readonly response: WireResponse;
      readonly read: ReadResponse;
      readonly bytes: number;
      readonly tries: number;
    }
  | { readonly kind: "too-large"; readonly status: number; readonly bytes: number; readonly tries: number }
  | { readonly kind: "unreachable"; readonly why: string; readonly tries: number }
  | { readonly kind: "no-credentials"; readonly error: AppError; readonly tries: number }
  | { readonly kind: "cancelled"; readonly tries: number };

const firstWaitMs = 100;
const longestWaitMs = 5_000;

/**
 * Sends a call and tries again when it is throttled or the service fails, with growing random waits, and as the service asks (Retry-After).
 * What changes something is repeated only when it was throttled: then it was not done. Never throws.
 */
export async function forwardCall(options: ForwardCall): Promise<Forwarded> {
  const { tries, signal, wait, chance, mayWait = () => true } = options;
  for (let attempt = 1; ; attempt += 1) {
    const result = await tryOnce(options, attempt);
    const pause = pauseAfter(result, options, attempt, chance());
    if (attempt >= tries || pause === undefined || signal.aborted || !mayWait(pause)) return result;
    await wait(pause, signal).catch(() => undefined);
    if (signal.aborted) return result;
  }
}

async function tryOnce(
  { source, request, call, callSeconds, maxBytes, policy, signal }: ForwardCall,
  tries: number,
): Promise<Forwarded> {
  const timeout = AbortSignal.timeout(callSeconds * 1000);
  try {
    const response = await source.forward(request, call, {
      signal: AbortSignal.any([signal, timeout]),
      maxBytes,
      ...(policy && { policy }),
    });
    const bytes = response.body.length;
    if (bytes > maxBytes) return { kind: "too-large", status: response.status, bytes, tries };
    return { kind: "answered", response, read: source.read(call, response), bytes, tries };
  } catch (error) {
    if (signal.aborted) return { kind: "cancelled", tries };
    if (error instanceof AppError && error.code === "credentials")
      return { kind: "no-credentials", error, tries };
    return {
      kind: "unreachable",
      why: timeout.aborted ? `no answer within ${callSeconds} s` : reasonOf(error),
      tries,
    };
  }
}

/** How long to wait before the next try, or undefined when another one would not help or might do harm. */
function pauseAfter(
  result: Forwarded,
  options: ForwardCall,
  attempt: number,
  chance: number,
): number | undefined {
  const growing = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + chance / 2);
  const repeatable = !options.effects.includes("mutates");
  if (result.kind === "unreachable")
    return repeatable && !result.why.startsWith("no answer within") ? growing : undefined;
  if (result.kind !== "answered") return undefined;
  const throttled = result.read.error?.kind === "throttled" || result.response.status === 429;
  const failed = result.read.error?.kind === "server" || result.response.status >= 500;
  if (!throttled && !(failed && repeatable)) return undefined;
  const asked = retryAfter(result.response);
  if (asked !== undefined && asked > longestWaitMs) return undefined;
  return Math.max(asked ?? 0, growing);
}

/** Retry-After in seconds (RFC 9110, 10.2.3); a date is not worth a clock here. */
function retryAfter({ headers }: WireResponse): number | undefined {
  const value = headers.find(([name]) => name.toLowerCase() === "retry-after")?.[1].trim();
  return value !== undefined && /^\d+$/.test(value) ? Number(value) * 1000 : undefined;
}

/** The innermost reason: fetch wraps "connect ECONNREFUSED" in "fetch failed". */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasonOf(error.cause);
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error.message === "" && "code" in error ? String(error.code) : error.message;
}
