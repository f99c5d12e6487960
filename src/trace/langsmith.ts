import { Client } from "langsmith";
import { createAnonymizer } from "langsmith/anonymizer";
import { boundedFetch } from "./bounded-fetch.ts";
import type { BoundedFetch } from "./bounded-fetch.ts";
import { langSmithRuns } from "./langsmith-run.ts";
import type { AsLangSmithRun } from "./langsmith-run.ts";
import type { Redact } from "./redact-trace.ts";
import type { Sent, Trace, TraceSink } from "./trace.ts";

export interface LangSmithOptions extends AsLangSmithRun {
  /** `https://api.smith.langchain.com` or a server of one's own. */
  readonly endpoint: string;
  readonly apiKey: string;
  readonly contents: boolean;
  /** Applied once more to everything by the client's own anonymizer. */
  readonly redact: Redact;
  /** For one request. */
  readonly milliseconds?: number;
  /** How a request leaves; default: straight. */
  readonly fetch?: typeof fetch;
}

/** LangSmith by a client of our own: no variable of the environment decides what is sent where. */
export function langSmithSink(options: LangSmithOptions): TraceSink {
  const { endpoint, contents, milliseconds = 10_000 } = options;
  return {
    name: "LangSmith",
    contents,
    send: async (trace: Trace, signal: AbortSignal): Promise<Sent> => {
      const failures: string[] = [];
      const leave = options.fetch && { fetch: options.fetch };
      const client = clientOf(options, { signal, milliseconds, failures, ...leave });
      for (const run of langSmithRuns(trace, options)) await client.createRun({ ...run });
      await client.flush();
      const [why] = failures;
      return why === undefined
        ? { kind: "sent", to: `LangSmith (${options.project})`, spans: trace.spans.length }
        : { kind: "failed", to: "LangSmith", why: `${new URL(endpoint).host} ${why}` };
    },
  };
}

/**
 * The client would take key, workspace, sampling, mode, metadata and a folder for failed traces from variables of the environment and a profile
 * file: each is given here. It retries and complains on the console where a request fails: so none fails for it, and what failed is noted instead.
 */
function clientOf({ endpoint, apiKey, redact }: LangSmithOptions, bounds: BoundedFetch): Client {
  return new Client({
    apiUrl: endpoint,
    apiKey,
    workspaceId: "",
    tracingMode: "langsmith",
    tracingSamplingRate: 1,
    omitTracedRuntimeInfo: true,
    disablePromptCache: true,
    debug: false,
    autoBatchTracing: true,
    manualFlushMode: true,
    blockOnRootRunFinalization: false,
    callerOptions: { maxRetries: 0 },
    timeout_ms: bounds.milliseconds,
    anonymizer: createAnonymizer((text, path) => redact(text, memberOf(path)), { maxDepth: 64 }),
    fetchImplementation: async (input, init = {}) => {
      if (bounds.signal.aborted || bounds.failures.length > 0) return quiet();
      if (!isInfo(input)) return (await boundedFetch(input, init, { ...bounds, accept: [409] })) ?? quiet();
      // A server need not tell of itself, but it must be there.
      const failures: string[] = [];
      const answer = await boundedFetch(input, init, { ...bounds, failures });
      bounds.failures.push(...failures.filter((why) => !why.startsWith("answered")));
      return answer ?? quiet();
    },
  });
}

/** What the client takes for success, and for a server that says nothing of itself. */
function quiet(): Response {
  return Response.json({}, { status: 202 });
}

function isInfo(input: Parameters<typeof fetch>[0]): boolean {
  return new URL(input instanceof Request ? input.url : input).pathname.endsWith("/info");
}

function memberOf(path: string | undefined): string | undefined {
  return path
    ?.replaceAll(/\[\d+\]/g, "")
    .split(".")
    .at(-1);
}
