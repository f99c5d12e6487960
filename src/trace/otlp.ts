import { boundedFetch } from "./bounded-fetch.ts";
import { otlpSpan } from "./otlp-span.ts";
import type { AsOtlpSpan } from "./otlp-span.ts";
import type { Sent, Trace, TraceSink } from "./trace.ts";

export interface OtlpOptions extends Omit<AsOtlpSpan, "run"> {
  /** Of the collector; spans go to `/v1/traces` below it. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly version: string;
  /** For one request. */
  readonly milliseconds?: number;
  /** How a request leaves; default: straight. */
  readonly fetch?: typeof fetch;
}

/** Collectors bound a request's size; so many spans stay well below it. */
const spansPerRequest = 200;

/** An OpenTelemetry collector, by OTLP/HTTP in its JSON form (OpenTelemetry Protocol Specification 1.x). */
export function otlpSink({
  endpoint,
  headers,
  version,
  milliseconds = 10_000,
  fetch: leave,
  ...as
}: OtlpOptions): TraceSink {
  const url = tracesUrl(endpoint);
  return {
    name: "OTLP",
    contents: as.contents,
    send: async ({ run, spans }: Trace, signal: AbortSignal): Promise<Sent> => {
      const failures: string[] = [];
      for (let first = 0; first < spans.length && failures.length === 0; first += spansPerRequest) {
        const some = spans
          .slice(first, first + spansPerRequest)
          .map((span) => otlpSpan(span, { ...as, run }));
        const answer = await boundedFetch(
          url,
          {
            method: "POST",
            headers: { ...headers, "Content-Type": "application/json" },
            body: JSON.stringify({ resourceSpans: [resourceSpans(some, version)] }),
          },
          { signal, milliseconds, failures, ...(leave && { fetch: leave }) },
        );
        const rejected = answer && (await rejectedBy(answer));
        if (rejected !== undefined) failures.push(rejected);
      }
      const [why] = failures;
      return why === undefined
        ? { kind: "sent", to: "OTLP", spans: spans.length }
        : { kind: "failed", to: "OTLP", why: `${url.host} ${why}` };
    },
  };
}

function tracesUrl(endpoint: string): URL {
  const url = new URL(endpoint);
  if (!url.pathname.endsWith("/v1/traces")) url.pathname = `${url.pathname.replace(/\/+$/, "")}/v1/traces`;
  return url;
}

function resourceSpans(spans: readonly object[], version: string) {
  return {
    resource: {
      attributes: [
        { key: "service.name", value: { stringValue: "nephoscope" } },
        { key: "service.version", value: { stringValue: version } },
      ],
    },
    scopeSpans: [{ scope: { name: "nephoscope", version }, spans }],
  };
}

/** A collector may take only some, and says so in an answer of status 200. */
async function rejectedBy(answer: Response): Promise<string | undefined> {
  try {
    const text = (await answer.text()).slice(0, 10_000);
    const found = /"rejectedSpans"\s*:\s*"?(\d{1,9})/.exec(text)?.[1];
    return found === undefined || Number(found) === 0 ? undefined : `rejected ${found} spans`;
  } catch {
    return undefined;
  }
}
