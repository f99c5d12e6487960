import type { Chat, ModelFailure } from "./models.ts";

export interface Breaker {
  /** How long a model that failed is left alone. */
  readonly restMs?: number;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

/**
 * Leaves a model alone that has just failed for good, so that a run with a dead model server does not wait for it at every step: a refused key and an
 * unknown name for as long as this lives, a server that was not reached or did not answer for a while.
 */
export function withBreaker(
  chat: Chat,
  { restMs = 30_000, clock = () => performance.now() }: Breaker = {},
): Chat {
  const broken: { failure?: ModelFailure; until: number } = { until: 0 };
  return async (request) => {
    const { failure: before } = broken;
    if (before && clock() < broken.until) {
      const { tokens: _tokens, retryAfterMs: _after, ...failure } = before;
      return { kind: "failed", failure: { ...failure, retryable: false, requests: 0 } };
    }
    const outcome = await chat(request);
    if (outcome.kind === "answered") {
      delete broken.failure;
      return outcome;
    }
    const rest = restAfter(outcome.failure, restMs);
    if (rest > 0) {
      broken.failure = outcome.failure;
      broken.until = clock() + rest;
    }
    return outcome;
  };
}

function restAfter({ kind, retryAfterMs }: ModelFailure, restMs: number): number {
  switch (kind) {
    case "refused":
    case "unknown-model":
      return Number.POSITIVE_INFINITY;
    case "unreachable":
    case "server":
    case "timeout":
    case "throttled":
      return Math.max(restMs, retryAfterMs ?? 0);
    case "cancelled":
    case "too-long":
    case "bad-request":
    case "malformed":
    case "budget":
      return 0;
  }
}
