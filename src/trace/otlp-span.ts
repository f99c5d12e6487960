import type { Json } from "../core/json/json.ts";
import { spanIdOf, traceIdOf } from "./span-ids.ts";
import type { Span } from "./trace.ts";

export interface AsOtlpSpan {
  readonly run: string;
  readonly contents: boolean;
  /** Who serves a model as the GenAI conventions name it, and the model's name there. */
  readonly servedBy: (model: string) => { readonly provider: string; readonly model: string };
}

/** A value of an attribute in OTLP's JSON form: 64-bit integers are strings. */
export type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } };

export interface Attribute {
  readonly key: string;
  readonly value: AnyValue;
}

/** `opentelemetry.proto.trace.v1.Span` in JSON: ids in hexadecimal digits, times in nanoseconds as strings. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1 internal, 3 client. */
  readonly kind: 1 | 3;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  /** 0 unset, 2 error. */
  readonly status: { readonly code: 0 | 2; readonly message?: string };
}

/**
 * A span as OpenTelemetry takes it. Names and attributes: Semantic Conventions for Generative AI (spans, agent spans; status Development) and for
 * AWS SDK clients; what they have no word for stands under `nephoscope.`.
 */
export function otlpSpan(span: Span, options: AsOtlpSpan): OtlpSpan {
  const { run } = options;
  const { name, kind, attributes } = conventional(span, options);
  const own = Object.entries(span.facts).map(([key, value]) => [`nephoscope.${snake(key)}`, value] as const);
  const all = [
    ...Object.entries(attributes),
    ["nephoscope.run", run] as const,
    ...(span.error ? [["error.type", span.error.type] as const] : []),
    ...own,
  ];
  return {
    traceId: traceIdOf(run),
    spanId: spanIdOf(run, span.key),
    ...(span.parent !== undefined && { parentSpanId: spanIdOf(run, span.parent) }),
    name,
    kind,
    startTimeUnixNano: nanoseconds(span.start),
    endTimeUnixNano: nanoseconds(span.end),
    attributes: all.flatMap(([key, value]) => (value === null ? [] : [attribute(key, value)])),
    // The convention leaves the status of what went well unset. Messages may hold what a script printed.
    status: span.error ? { code: 2, ...(options.contents && { message: span.error.message }) } : { code: 0 },
  };
}

interface Conventional {
  readonly name: string;
  readonly kind: 1 | 3;
  readonly attributes: Readonly<Record<string, Json>>;
}

function conventional(span: Span, { run, contents, servedBy }: AsOtlpSpan): Conventional {
  const { about, name, input = {}, output = {} } = span;
  switch (about.kind) {
    case "run":
      return {
        name: "invoke_agent nephoscope",
        kind: 1,
        attributes: {
          "gen_ai.operation.name": "invoke_agent",
          "gen_ai.provider.name": "nephoscope",
          "gen_ai.agent.name": "nephoscope",
          "gen_ai.conversation.id": run,
          ...(contents && {
            "nephoscope.question": input["question"] ?? "",
            "nephoscope.answer": JSON.stringify(output),
          }),
        },
      };
    case "iteration":
      return { name, kind: 1, attributes: contents ? { "nephoscope.why": input["why"] ?? "" } : {} };
    case "step":
      // A task may quote the question.
      return {
        name: `step ${String(span.facts["step"] ?? "")}`,
        kind: 1,
        attributes: contents ? { "nephoscope.task": input["task"] ?? "" } : {},
      };
    case "attempt":
      return {
        name: "execute_tool python",
        kind: 1,
        attributes: {
          "gen_ai.operation.name": "execute_tool",
          "gen_ai.tool.name": "python",
          "gen_ai.tool.type": "function",
          "gen_ai.tool.call.id": span.key,
          ...(contents && {
            "gen_ai.tool.call.arguments": JSON.stringify(input),
            "gen_ai.tool.call.result": JSON.stringify(output),
          }),
        },
      };
    case "call": {
      const { service, operation, region, status } = about.call;
      return {
        name: `${service}/${operation}`,
        kind: 3,
        attributes: {
          "rpc.system": "aws-api",
          "rpc.service": service,
          "rpc.method": operation,
          "cloud.provider": "aws",
          "cloud.region": region,
          ...(status > 0 && { "http.response.status_code": status }),
        },
      };
    }
    case "model": {
      const { model, inputTokens, outputTokens, cachedTokens } = about.exchange;
      const served = servedBy(model);
      return {
        name: `chat ${served.model}`,
        kind: 3,
        attributes: {
          "gen_ai.operation.name": "chat",
          "gen_ai.provider.name": served.provider,
          "gen_ai.request.model": served.model,
          "gen_ai.request.stream": true,
          "gen_ai.conversation.id": run,
          "gen_ai.usage.input_tokens": inputTokens,
          "gen_ai.usage.output_tokens": outputTokens,
          "gen_ai.usage.cache_read.input_tokens": cachedTokens,
          ...(contents && {
            "gen_ai.input.messages": JSON.stringify(inParts(input["messages"])),
            "gen_ai.output.messages": JSON.stringify(
              inParts([{ role: "assistant", text: output["text"] ?? "" }]),
            ),
          }),
        },
      };
    }
  }
}

/** Messages as the convention has them: a role and parts. */
function inParts(messages: Json | undefined): Json {
  if (!Array.isArray(messages)) return [];
  return messages.map((message) =>
    typeof message === "object" && message !== null && !Array.isArray(message)
      ? { role: message["role"] ?? "user", parts: [{ type: "text", content: message["text"] ?? "" }] }
      : { role: "user", parts: [] },
  );
}

function attribute(key: string, value: Json): Attribute {
  // Money and times are doubles also where they happen to be whole.
  const isDouble = typeof value === "number" && /(?:usd|ms)$/.test(key);
  return { key, value: isDouble ? { doubleValue: value } : anyValue(value) };
}

function anyValue(value: Json): AnyValue {
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number")
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (typeof value === "string") return { stringValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  return { stringValue: JSON.stringify(value) };
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function nanoseconds(at: string): string {
  return `${Date.parse(at)}000000`;
}
