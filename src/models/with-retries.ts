import { addTokens, noTokens, type Chat, type ChatOutcome, type Tokens } from "./models.ts";

export interface Retries {
  /** Tries of one request; the first one counts. */
  readonly tries?: number;
  /** Longest wait that a provider may ask for; longer, and the next model is the better answer. */
  readonly longestWaitMs?: number;
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** 0 to 1. */
  readonly chance?: () => number;
}

const firstWaitMs = 500;
/** A try that took longer than this and came to nothing is not made again: a run has better use of its time. */
const longTryMs = 20_000;

/** Asks again after a failure that may pass: waits grow and are spread by chance, and are never shorter than the provider asks (Retry-After). */
export function withRetries(
  chat: Chat,
  { tries = 4, longestWaitMs = 30_000, wait = pause, chance = Math.random }: Retries = {},
): Chat {
  return async (request) => {
    let spent: Tokens = noTokens;
    for (let attempt = 1; ; attempt += 1) {
      const started = performance.now();
      const outcome = await chat(request);
      const took = performance.now() - started;
      if (outcome.kind === "answered") return answered(outcome, spent, attempt);
      const { failure } = outcome;
      spent = addTokens(spent, failure.tokens ?? noTokens);
      const growing = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + chance() / 2);
      const ms = Math.max(failure.retryAfterMs ?? 0, failure.retryAfterMs === undefined ? growing : 0);
      const slow = failure.kind === "timeout" && took > longTryMs;
      if (!failure.retryable || slow || attempt >= tries || ms > longestWaitMs)
        return { kind: "failed", failure: { ...failure, tokens: spent, requests: attempt } };
      await wait(ms, request.signal);
      if (request.signal?.aborted)
        return {
          kind: "failed",
          failure: { ...failure, kind: "cancelled", retryable: false, tokens: spent, requests: attempt },
        };
    }
  };
}

function answered(outcome: ChatOutcome & { kind: "answered" }, spent: Tokens, requests: number): ChatOutcome {
  const { result } = outcome;
  return { kind: "answered", result: { ...result, tokens: addTokens(result.tokens, spent), requests } };
}

/** Ends early, without an error, when the signal does. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  const end = () => resolve();
  signal?.addEventListener("abort", end, { once: true });
  await promise;
  clearTimeout(timer);
  signal?.removeEventListener("abort", end);
}
