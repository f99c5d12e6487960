export interface BoundedFetch {
  /** How a request leaves; default: straight. */
  readonly fetch?: typeof fetch;
  readonly signal: AbortSignal;
  /** For one request. */
  readonly milliseconds: number;
  /** The first failure, in words that hold neither key nor content. */
  readonly failures: string[];
  /** Statuses that are no failure beside those of success: 409 says that it is there already. */
  readonly accept?: readonly number[];
}

/**
 * One request that ends soon and never throws; what went wrong is noted in `failures`. Redirects are not followed: a key in a header goes to the
 * configured place only.
 */
export async function boundedFetch(
  input: Parameters<typeof fetch>[0],
  init: RequestInit,
  { fetch: leave = fetch, signal, milliseconds, failures, accept = [] }: BoundedFetch,
): Promise<Response | undefined> {
  const limit = AbortSignal.timeout(milliseconds);
  try {
    const response = await leave(input, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.any([signal, limit]),
    });
    if (response.ok) return response;
    if (accept.includes(response.status)) return Response.json({});
    await response.body?.cancel();
    failures.push(`answered ${response.status}`);
  } catch (error) {
    failures.push(whyNot(error, signal, limit));
  }
  return undefined;
}

function whyNot(error: unknown, signal: AbortSignal, limit: AbortSignal): string {
  if (signal.aborted || limit.aborted) return "did not answer in time";
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return `cannot be reached${code === "" ? "" : ` (${code})`}`;
}
