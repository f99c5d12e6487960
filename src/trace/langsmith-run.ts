import type { Json } from "../core/json/json.ts";
import { uuidOf } from "./span-ids.ts";
import type { Span, Trace, TracedExchange } from "./trace.ts";

export interface AsLangSmithRun {
  readonly project: string;
  readonly tags: readonly string[];
  /** Who serves a model, and its name there. */
  readonly servedBy: (model: string) => { readonly provider: string; readonly model: string };
}

/** A span as LangSmith takes it. */
export interface LangSmithRun {
  readonly id: string;
  readonly trace_id: string;
  readonly parent_run_id?: string;
  readonly dotted_order: string;
  readonly name: string;
  readonly run_type: "chain" | "llm" | "tool";
  readonly project_name: string;
  readonly start_time: string;
  readonly end_time?: string;
  readonly inputs: Record<string, Json>;
  readonly outputs?: Record<string, Json>;
  readonly error?: string;
  readonly tags: string[];
  readonly extra: { readonly metadata: Record<string, Json> };
}

/** The spans of a trace as LangSmith's runs. A dotted order is the way from the root: time and id of each run on it. */
export function langSmithRuns({ run, spans }: Trace, options: AsLangSmithRun): readonly LangSmithRun[] {
  const orders = new Map<string, string>();
  const [root] = spans;
  return spans.map((span, index) => {
    const id = uuidOf(run, span.key, span.start);
    // Spans of one millisecond keep their order by the microseconds, which nobody measured.
    const start = `${span.start.slice(0, -1)}${String(Math.min(index, 999)).padStart(3, "0")}Z`;
    const own = `${start.replaceAll(/[-:.]/g, "")}${id}`;
    const above = span.parent === undefined ? undefined : orders.get(span.parent);
    const order = above === undefined ? own : `${above}.${own}`;
    orders.set(span.key, order);
    const parent = spans.find((one) => one.key === span.parent);
    return {
      id,
      trace_id: root ? uuidOf(run, root.key, root.start) : id,
      ...(parent && { parent_run_id: uuidOf(run, parent.key, parent.start) }),
      dotted_order: order,
      name: span.name,
      run_type: typeOf(span),
      project_name: options.project,
      start_time: start,
      ...(span.status !== "unfinished" && { end_time: span.end > span.start ? span.end : start }),
      inputs: { ...span.input },
      ...outputsOf(span),
      ...(span.error && { error: `${span.error.type}: ${span.error.message}` }),
      tags: span.parent === undefined ? [...options.tags] : [],
      extra: { metadata: metadataOf(span, run, options) },
    };
  });
}

function typeOf({ about }: Span): LangSmithRun["run_type"] {
  if (about.kind === "model") return "llm";
  return about.kind === "call" ? "tool" : "chain";
}

/** What came out; of a model its use as well, which is where LangSmith looks for tokens and money. */
function outputsOf({ about, output }: Span): { readonly outputs?: Record<string, Json> } {
  if (about.kind === "model") return { outputs: { ...output, usage_metadata: usageOf(about.exchange) } };
  return output ? { outputs: { ...output } } : {};
}

function usageOf({ inputTokens, outputTokens, cachedTokens, usd }: TracedExchange): Json {
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    input_token_details: { cache_read: cachedTokens },
    total_cost: usd,
  };
}

function metadataOf({ about, facts }: Span, run: string, { servedBy }: AsLangSmithRun): Record<string, Json> {
  if (about.kind !== "model") return { run, ...facts };
  const served = servedBy(about.exchange.model);
  return {
    run,
    ...facts,
    ls_provider: served.provider,
    ls_model_name: served.model,
    ls_model_type: "chat",
    usage_metadata: usageOf(about.exchange),
  };
}
